using System.Text.Json.Nodes;
using Workflows.Activities.Tests.Clusters;
using Workflows.Activities.Tests.Restores.Support;
using Workflows.Archive.Tests.Support;
using Workflows.Core.Restores;
using Workflows.Core.Restores.Rules;

namespace Workflows.Activities.Tests.Restores;

/// <summary>A restore that ended early, and the one after it, on a real API server.</summary>
public sealed class RerunTests : IDisposable
{
    private readonly RestoreRun run = new();

    public void Dispose() => run.Dispose();

    [ClusterFact]
    public async Task A_restore_after_one_that_failed_finds_what_that_one_made_and_makes_the_rest()
    {
        await using var ns = LiveNamespace.Reserve();
        await run.BackUpAsync([
            TestObject.Create("namespaces", "v1", "Namespace", null, ns.Name),
            TestObject.ConfigMap(ns.Name, "settings"),
            TestObject.Create(
                "controllerrevisions.apps", "apps/v1", "ControllerRevision", ns.Name, "web", web =>
                {
                    web["revision"] = 1;
                    web["data"] = new JsonObject { ["spec"] = "of the pods" };
                })]);
        var first = run.Spec("first");
        var plan = await run.PlanAsync(first);
        Assert.Equal(3, plan.Waves.Count);
        await run.RestoreAsync(first, plan, waves: plan.Waves.Count - 1);
        var failed = await run.FinishAsync(first, plan, failure: "The token is not accepted any more.");
        Assert.True(await run.CleanUpAsync(first));
        Assert.Equal((RestorePhase.Failed, 2), (failed.Phase, failed.Counts.Created));

        var second = run.Spec("second");
        var again = await run.PlanAsync(second);
        await run.RestoreAsync(second, again);
        var summary = await run.FinishAsync(second, again, await run.CompareAsync(second, again));

        Assert.Equal(RestorePhase.Completed, summary.Phase);
        Assert.Equal(new(1, 2, 0, 0, 0), summary.Counts);
        Assert.Equal((3, 0), (summary.Compared, summary.Different));
        var outcomes = (await run.OutcomesAsync("second")).ToDictionary(outcome => outcome.Key.Name, outcome => outcome.Outcome);
        Assert.Equal(RestoreOutcome.Created, outcomes["web"]);
        Assert.Equal(RestoreOutcome.Unchanged, outcomes["settings"]);
        Assert.Equal("first", await LabelAsync(ns, "settings"));
        Assert.True(await run.CleanUpAsync(second));
    }

    [ClusterFact]
    public async Task The_comparison_names_what_changed_after_it_was_restored()
    {
        await using var ns = LiveNamespace.Reserve();
        await run.BackUpAsync([
            TestObject.Create("namespaces", "v1", "Namespace", null, ns.Name),
            TestObject.ConfigMap(ns.Name, "settings"),
            TestObject.ConfigMap(ns.Name, "lost")]);
        var spec = run.Spec();
        var plan = await run.PlanAsync(spec);
        await run.RestoreAsync(spec, plan);
        await ns.MergeAsync(Kinds.ConfigMaps, "settings", """{ "data": { "k": "changed" } }""");
        await ns.Client.DeleteAsync(Kinds.ConfigMaps, ns.Name, "lost", new(), default);

        var summary = await run.FinishAsync(spec, plan, await run.CompareAsync(spec, plan));

        Assert.Equal((RestorePhase.PartiallyFailed, 3, 2), (summary.Phase, summary.Compared, summary.Different));
        var outcomes = (await run.OutcomesAsync("first")).ToDictionary(outcome => outcome.Key.Name);
        Assert.StartsWith("/data/k ", Assert.Single(outcomes["settings"].Differences!), StringComparison.Ordinal);
        Assert.Equal(["It is gone."], outcomes["lost"].Differences);
    }

    private static async Task<string?> LabelAsync(LiveNamespace ns, string name) =>
        (await ns.FindAsync(Kinds.ConfigMaps, name))!["metadata"]!["labels"]![RestoreLabels.RestoreName]?.GetValue<string>();
}
