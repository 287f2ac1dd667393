using DurableTask.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Testing.Sidecar;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Workflows.Durable;
using Workflows.Durable.Conformance.Hosting;
using Workflows.Functions.Durable;

namespace Workflows.Functions.Tests;

/// <summary>
/// Microsoft.DurableTask's in-process test host: its service, which keeps its state in memory, and a worker over gRPC. A
/// restart ends the worker and starts another on the service that goes on.
/// </summary>
internal sealed class InProcessHost : IDurableHost
{
    private readonly IOrchestrationService store;
    private readonly InMemoryOrchestrationService memory = new();
    private WebApplication? service;
    private GrpcChannel? channel;
    private IHost? worker;
    private HostedClient? client;

    public InProcessHost() => store = DrainableService.Over(memory);

    public OrchestrationClient Client => client!;

    /// <summary>The host's own client, as somebody else's program would use it.</summary>
    public DurableTaskClient HostClient => worker!.Services.GetRequiredService<DurableTaskClient>();

    public bool HasVirtualTime => false;

    public bool LeavesTasksBehind => false;

    public async Task StartAsync(DurableRegistry registry)
    {
        service = CreateService();
        await service.StartAsync(CancellationToken.None);
        channel = GrpcChannel.ForAddress(service.Urls.Single());
        await StartWorkerAsync(registry);
    }

    public async Task RestartAsync(DurableRegistry registry)
    {
        var drainable = (DrainableService)(object)store;
        await drainable.DrainAsync();
        await StopWorkerAsync();
        await StartWorkerAsync(registry);
        drainable.Open();
    }

    public Task PassTimeAsync(TimeSpan time) => Task.Delay(time, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await StopWorkerAsync();
        if (service is not null)
        {
            channel!.Dispose();
            await service.StopAsync(CancellationToken.None);
            await service.DisposeAsync();
        }
    }

    private WebApplication CreateService()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel =>
            kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http2));
        builder.Services.AddSingleton(store);
        builder.Services.AddSingleton<IOrchestrationServiceClient>(memory);
        builder.Services.AddSingleton<TaggedTaskHub>();
        builder.Services.AddGrpc();
        var app = builder.Build();
        app.MapGrpcService<TaggedTaskHub>();
        return app;
    }

    private async Task StartWorkerAsync(DurableRegistry registry)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddDurableTaskWorker(tasks =>
        {
            tasks.UseGrpc(channel!);
            tasks.AddTasks(names => names.AddHostedTasks(new HostedTasks(registry)));
        });
        builder.Services.AddDurableTaskClient(durable =>
        {
            durable.UseGrpc(channel!);
            durable.RegisterDirectly();
        });
        worker = builder.Build();
        await worker.StartAsync(CancellationToken.None);
        client = new HostedClient(HostClient, registry, TimeProvider.System)
        {
            PollInterval = TimeSpan.FromMilliseconds(5),
        };
    }

    private async Task StopWorkerAsync()
    {
        if (worker is not null)
        {
            await worker.StopAsync(CancellationToken.None);
            worker.Dispose();
            worker = null;
        }
    }
}
