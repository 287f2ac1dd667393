using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Workflows.Activities;
using Workflows.Archive.Catalog;
using Workflows.Core.Plans;
using Workflows.Durable;
using Workflows.Functions.Hosting;

namespace Workflows.Functions.Tests.Triggers;

/// <summary>The app's own services over the in-process task hub, and a store in a folder.</summary>
internal sealed class FunctionApp : IAsyncDisposable
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("workflows-functions-");
    private readonly InProcessHost host = new();
    private ServiceProvider? services;

    private FunctionApp()
    {
    }

    public LogLines Log { get; } = new();

    public string StorePath => Path.Combine(root.FullName, "store");

    public InProcessHost Hub => host;

    public T Get<T>()
        where T : notnull => services!.GetRequiredService<T>();

    /// <summary>An instance of a class of functions, as the worker makes one for each call.</summary>
    public T Functions<T>() => ActivatorUtilities.CreateInstance<T>(services!);

    /// <param name="change">Settings other than the usual.</param>
    /// <param name="registry">What can be run; null for the product.</param>
    /// <param name="time">The clock; null for that of the machine.</param>
    /// <param name="stores">Stores; null for those that addresses name.</param>
    public static async Task<FunctionApp> StartAsync(
        Func<AppSettings, AppSettings>? change = null,
        DurableRegistry? registry = null,
        TimeProvider? time = null,
        OpenStores? stores = null)
    {
        var app = new FunctionApp();
        await app.BeginAsync(change, registry, time, stores);
        return app;
    }

    public async Task<Answer> AskAsync(
        Func<Http.ManagementFunctions, Task<HttpResponseData>> call) =>
        Answer.Of(await call(Functions<Http.ManagementFunctions>()));

    /// <summary>Hands a message to the function that its address belongs to.</summary>
    public Task<Answer> AskAsync(HttpMessage message) => AskAsync(functions => message.Url.AbsolutePath switch
    {
        "/healthz" => functions.Health(message, host.HostClient, CancellationToken.None),
        "/readyz" => functions.Readiness(message, host.HostClient, CancellationToken.None),
        "/openapi/v1.json" => functions.OpenApi(message, host.HostClient, CancellationToken.None),
        _ => functions.Management(message, host.HostClient, CancellationToken.None),
    });

    /// <summary>Declares resources in the store.</summary>
    public async Task DeclareAsync(string yaml)
    {
        var catalog = new ResourceCatalog(Get<OpenStores>().Get(StorePath), Get<TimeProvider>());
        foreach (var declared in PlanReader.ReadDeclared([new PlanText("plans.yaml", yaml)]))
        {
            await catalog.CreateAsync(declared);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        if (services is not null)
        {
            await services.DisposeAsync();
        }

        root.Delete(recursive: true);
    }

    private async Task BeginAsync(
        Func<AppSettings, AppSettings>? change, DurableRegistry? registry, TimeProvider? time, OpenStores? stores)
    {
        Directory.CreateDirectory(StorePath);
        var settings = new AppSettings
        {
            Store = StorePath,
            Host = "functions-test",
            Kubeconfig = Path.Combine(root.FullName, "no-kubeconfig"),
        };
        var collection = new ServiceCollection()
            .AddLogging(logging => logging.AddProvider(Log))
            .AddWorkflows(change?.Invoke(settings) ?? settings);
        if (registry is not null)
        {
            collection.AddSingleton(registry);
        }

        if (time is not null)
        {
            collection.AddSingleton(time);
        }

        if (stores is not null)
        {
            collection.AddSingleton(stores);
        }

        services = collection.BuildServiceProvider();
        await host.StartAsync(Get<DurableRegistry>());
    }
}
