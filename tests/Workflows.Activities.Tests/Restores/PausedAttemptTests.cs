using Workflows.Activities.Restores;
using Workflows.Activities.Tests.Clusters;
using Workflows.Activities.Tests.Restores.Support;
using Workflows.Archive.Tests.Support;
using Workflows.Core.Errors;
using Workflows.Kubernetes;

namespace Workflows.Activities.Tests.Restores;

/// <summary>An attempt on a machine that stood still must not go on writing when everybody else is done.</summary>
public sealed class PausedAttemptTests : IDisposable
{
    private const int Objects = 60;

    private readonly RestoreRun run = new();

    public void Dispose() => run.Dispose();

    [ClusterFact]
    public async Task An_attempt_that_is_long_over_writes_no_more_and_the_next_one_makes_the_rest()
    {
        await using var ns = await LiveNamespace.CreateAsync();
        await run.BackUpAsync([
            .. Enumerable.Range(0, Objects).Select(number => TestObject.ConfigMap(ns.Name, $"object-{number:D2}"))]);
        var spec = run.Spec();
        var plan = await run.PlanAsync(spec);
        var wave = plan.Waves.Single(candidate => candidate.Objects >= Objects);
        using var paused = new ActivityServices(new MinuteAtEachLook()) { Stores = run.Services.Stores };

        var over = await Assert.ThrowsAsync<WorkflowsException>(() => new RestoreChunkActivity(paused).RunAsync(
            RestoreRun.Context, new(spec, plan.PlanId, wave.Number, Chunk: 0), default));

        Assert.True(over.IsTransient, "It must be made again.");
        Assert.InRange(await CountAsync(ns), 1, Objects / 2);
        await run.RestoreAsync(spec, plan);
        Assert.Equal(Objects, await CountAsync(ns));
    }

    private static async Task<int> CountAsync(LiveNamespace ns)
    {
        using var page = await ns.Client.ListPageAsync(Kinds.ConfigMaps, ns.Name, new ListQuery(), default);
        return page.Items.Count(item => item.ToObject().Json.Span.IndexOf("object-"u8) >= 0);
    }

    /// <summary>A clock on the wall that goes on a minute whenever somebody looks.</summary>
    private sealed class MinuteAtEachLook : TimeProvider
    {
        private int looks;

        public override DateTimeOffset GetUtcNow() =>
            DateTimeOffset.UnixEpoch + TimeSpan.FromMinutes(Interlocked.Increment(ref looks));
    }
}
