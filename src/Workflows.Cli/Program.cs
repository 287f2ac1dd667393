using Workflows.Cli;
using Workflows.Cli.Environments;

return await new CommandLine(SystemEnvironment.Create(), Composition.CreateServices()).RunAsync(args);
