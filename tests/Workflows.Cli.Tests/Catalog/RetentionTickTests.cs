using Workflows.Activities.Retention;
using Workflows.Archive.Catalog;
using Workflows.Archive.Stores;
using Workflows.Cli.Tests.Harness;
using Workflows.Core.Retention;
using Workflows.Durable;
using Workflows.Engine;
using Workflows.Orchestrations;

namespace Workflows.Cli.Tests.Catalog;

/// <summary>Retention as a host starts it, on the embedded engine.</summary>
public sealed class RetentionTickTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly RunHarness harness = new();
    private readonly ManualTime time = new();

    public RetentionTickTests()
    {
        Directory.CreateDirectory(harness.Cli.StorePath);
        harness.Cli.Time = time;
    }

    [Fact]
    public async Task Each_plan_is_looked_through_once_an_hour_however_often_that_is_asked()
    {
        await Declared.ApplyAsync(harness.Cli, Declared.Cluster + "\n---\n" + Declared.Plan);
        Assert.Equal(0, (await harness.Cli.RunAsync("backup", "create", "first", "--plan", "nightly")).ExitCode);
        Assert.Equal(0, (await harness.Cli.RunAsync("backup", "create", "second", "--plan", "nightly")).ExitCode);
        time.Advance(TimeSpan.FromDays(31));
        await using var host = await StartAsync();

        var first = Assert.Single(await TickAsync(host));
        var state = await host.Client.WaitForCompletionAsync(first).WaitAsync(Patience);
        time.Advance(TimeSpan.FromMinutes(30));
        Assert.Empty(await TickAsync(host));
        time.Advance(TimeSpan.FromMinutes(30));
        Assert.Single(await TickAsync(host));

        Assert.Equal(1, DurableJson.Read<RetentionSummary>(state.Output!.Value).Deleted);
    }

    public void Dispose() => harness.Dispose();

    private Task<IReadOnlyList<string>> TickAsync(EngineHost host)
    {
        var catalog = new ResourceCatalog(ArchiveStores.Open(harness.Cli.StorePath), time);
        return new RetentionTick(catalog, harness.Cli.StorePath, host.Client, time).RunAsync(CancellationToken.None);
    }

    private Task<EngineHost> StartAsync()
    {
        var registry = new DurableRegistry().AddWorkflowsOrchestrations();
        harness.Activities.Register(registry, time);
        return EngineHost.StartAsync(
            new EngineOptions { StateDirectory = Path.Combine(harness.Cli.StatePath, "engine"), Time = time }, registry);
    }
}
