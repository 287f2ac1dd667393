using Workflows.Durable;
using Workflows.Durable.Conformance.Hosting;

namespace Workflows.Engine.Tests;

/// <summary>The embedded engine over a real folder, with a clock that tests move.</summary>
internal sealed class EngineTestHost : IDurableHost
{
    private readonly TemporaryFolder folder = new();
    private readonly VirtualTime time = new();
    private EngineHost? engine;

    public OrchestrationClient Client => engine!.Client;

    public bool HasVirtualTime => true;

    public bool LeavesTasksBehind => true;

    public async Task StartAsync(DurableRegistry registry) =>
        engine = await EngineHost.StartAsync(new EngineOptions { StateDirectory = folder.Path, Time = time }, registry);

    public async Task RestartAsync(DurableRegistry registry)
    {
        await engine!.StopAsync();
        await StartAsync(registry);
    }

    public Task PassTimeAsync(TimeSpan by)
    {
        time.Advance(by);
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        if (engine is not null)
        {
            await engine.StopAsync();
        }

        folder.Dispose();
    }
}
