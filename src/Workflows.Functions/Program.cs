using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;
using Workflows.Functions.Hosting;

var builder = FunctionsApplication.CreateBuilder(args);
AppSettings settings;
try
{
    settings = SettingsReader.Read(builder.Configuration);
}
catch (SettingsException refused)
{
    // The host shows what the worker writes here, and starts no function.
    await Console.Error.WriteLineAsync(refused.Message);
    return 2;
}

builder.Services.AddWorkflows(settings);
await builder.Build().RunAsync();
return 0;
