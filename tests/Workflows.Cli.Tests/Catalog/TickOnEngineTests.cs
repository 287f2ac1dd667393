using Workflows.Activities;
using Workflows.Activities.Plans;
using Workflows.Activities.Schedules;
using Workflows.Archive.Catalog;
using Workflows.Archive.Stores;
using Workflows.Cli.Tests.Harness;
using Workflows.Core.Schedules;
using Workflows.Durable;
using Workflows.Engine;
using Workflows.Orchestrations;

namespace Workflows.Cli.Tests.Catalog;

/// <summary>Ticks on the embedded engine: real journals, real stores, real backups; only the cluster is not there.</summary>
public sealed class TickOnEngineTests : IDisposable
{
    private const int Minutes = 100;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly RunHarness harness = new();
    private readonly ManualTime time = new();

    public TickOnEngineTests()
    {
        Directory.CreateDirectory(harness.Cli.StorePath);
        harness.Cli.Time = time;
    }

    [Fact]
    public async Task Each_minute_is_backed_up_once_by_an_engine_that_is_stopped_again_and_again()
    {
        var random = new Random(7);
        var begin = time.GetUtcNow();
        await Declared.ApplyAsync(harness.Cli, Declared.Cluster + "\n---\n" + Declared.Plan.Replace(
            "cron: \"30 2 * * *\", timeZone: Europe/Berlin", "cron: \"* * * * *\", missedRuns: runAll, missedLimit: 300, overlap: queue", StringComparison.Ordinal));
        var due = CronSchedule.Parse("* * * * *").Between(begin, begin.AddMinutes(Minutes)).Select(at => RunName.For("nightly", at)).ToArray();

        while (time.GetUtcNow() < begin.AddMinutes(Minutes))
        {
            // A life of a few minutes; the last run of it may be cut off in the middle.
            await LiveAsync(random.Next(1, 8), waits: () => random.Next(3) > 0, until: begin.AddMinutes(Minutes));
        }

        await DrainAsync(due);

        var names = await new PlanBackups(ArchiveStores.Open(harness.Cli.StorePath)).ListAsync("nightly").Select(backup => backup.Name).ToListAsync();
        Assert.Equal(due, names.Order(StringComparer.Ordinal));
    }

    public void Dispose() => harness.Dispose();

    private async Task LiveAsync(int minutes, Func<bool> waits, DateTimeOffset until)
    {
        await using var host = await StartAsync();
        for (var minute = 0; minute < minutes && time.GetUtcNow() < until; minute++)
        {
            time.Advance(TimeSpan.FromMinutes(1));
            var stamp = time.GetUtcNow();
            var report = await TickAsync(host, stamp);
            await TickAsync(host, stamp.AddMinutes(-1));
            if (report.Started is { } started && waits())
            {
                await EndAsync(host, started);
            }
        }
    }

    /// <summary>Nothing new comes due; what waits gets its turn.</summary>
    private async Task DrainAsync(string[] due)
    {
        await using var host = await StartAsync();
        var stamp = time.GetUtcNow();
        foreach (var name in due)
        {
            await TickAsync(host, stamp);
            await EndAsync(host, name);
        }
    }

    private async Task<ScheduleResult> TickAsync(EngineHost host, DateTimeOffset stamp)
    {
        var store = harness.Cli.StorePath;
        var catalog = new ResourceCatalog(ArchiveStores.Open(store), time);
        var tick = new ScheduleTick(
            catalog,
            new ScheduleMemories(ArchiveStores.Open(store)),
            new PlanSpecs(catalog, store, mover: null, new OpenStores()),
            new DurablePlanRuns(host.Client),
            new OpenStores(),
            time);
        var result = Assert.Single((await tick.RunAsync(stamp, CancellationToken.None)).Schedules);
        Assert.Null(result.Problem);
        return result;
    }

    private async Task EndAsync(EngineHost host, string name)
    {
        var state = await host.Client
            .WaitForCompletionAsync(RunIds.OfBackup(name, harness.Cli.StorePath))
            .WaitAsync(Patience);
        Assert.True(state.Status is OrchestrationStatus.Completed, $"{name}: {state.Failure?.Message}");
    }

    private Task<EngineHost> StartAsync()
    {
        var registry = new DurableRegistry().AddWorkflowsOrchestrations();
        harness.Activities.Register(registry, time);
        return EngineHost.StartAsync(
            new EngineOptions { StateDirectory = Path.Combine(harness.Cli.StatePath, "engine"), Time = time }, registry);
    }
}
