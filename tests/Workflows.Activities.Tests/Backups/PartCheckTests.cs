using Workflows.Activities.Tests.Clusters;
using Workflows.Core.Backups;
using Workflows.Orchestrations.Backups;

namespace Workflows.Activities.Tests.Backups;

/// <summary>Whether what was captured of a part is still the same: any write to an object of it is found.</summary>
public sealed class PartCheckTests : IAsyncLifetime, IDisposable
{
    private const string Selected = """{ "metadata": { "labels": { "mine": "yes" } } }""";

    private readonly LiveNamespace ns = LiveNamespace.Reserve();
    private BackupSteps? steps;
    private BackupPlan? plan;
    private CapturePart? part;
    private CaptureResult? captured;

    private BackupSteps Steps => steps!;

    private CapturePart Part => part!;

    public async Task InitializeAsync()
    {
        await ns.MakeAsync();
        for (var number = 0; number < 7; number++)
        {
            await ns.CreateEmptyAsync(Kinds.ConfigMaps, $"map-{number}");
            await ns.MergeAsync(Kinds.ConfigMaps, $"map-{number}", Selected);
        }

        steps = new(TestCluster.Reference, new()
        {
            IncludedNamespaces = [ns.Name],
            IncludedResources = ["configmaps"],
            LabelSelector = "mine=yes",
            IncludeClusterResources = false,
        });
        plan = await steps.PlanAsync();
        part = Assert.Single(await steps.PartsAsync(plan));
        captured = await steps.CaptureAsync(plan, part);
    }

    public Task DisposeAsync() => ns.DisposeAsync().AsTask();

    public void Dispose()
    {
        steps?.Dispose();
    }

    [ClusterFact]
    public async Task Nothing_written_means_unchanged()
    {
        Assert.Equal(7, captured!.Segment!.Objects);

        Assert.Equal(PartState.Unchanged, await CheckAsync());
    }

    [ClusterFact]
    public async Task What_is_written_to_objects_that_are_not_selected_changes_nothing()
    {
        await ns.CreateEmptyAsync(Kinds.ConfigMaps, "other");

        Assert.Equal(PartState.Unchanged, await CheckAsync());
    }

    [ClusterFact]
    public Task An_object_that_was_written_is_found() => AssertChangedAsync(() =>
        ns.MergeAsync(Kinds.ConfigMaps, "map-3", """{ "data": { "a": "b" } }"""));

    [ClusterFact]
    public Task An_object_that_was_deleted_is_found() => AssertChangedAsync(() => ns.DeleteAsync(Kinds.ConfigMaps, "map-0"));

    [ClusterFact]
    public Task An_object_that_lost_its_label_is_found() => AssertChangedAsync(() =>
        ns.MergeAsync(Kinds.ConfigMaps, "map-6", """{ "metadata": { "labels": null } }"""));

    [ClusterFact]
    public Task An_object_that_was_created_is_found() => AssertChangedAsync(async () =>
    {
        await ns.CreateEmptyAsync(Kinds.ConfigMaps, "map-8");
        await ns.MergeAsync(Kinds.ConfigMaps, "map-8", Selected);
    });

    [ClusterFact]
    public Task An_object_that_was_deleted_and_made_again_alike_is_found() => AssertChangedAsync(async () =>
    {
        await ns.DeleteAsync(Kinds.ConfigMaps, "map-5");
        await ns.CreateEmptyAsync(Kinds.ConfigMaps, "map-5");
        await ns.MergeAsync(Kinds.ConfigMaps, "map-5", Selected);
    });

    [ClusterFact]
    public async Task A_kind_that_is_not_served_any_more_counts_as_changed()
    {
        var gone = Part with { Slices = [Assert.Single(Part.Slices) with { Plural = "widgets", Group = "gone.example" }] };

        Assert.Equal(PartState.Changed, await CheckAsync(gone));
    }

    private async Task AssertChangedAsync(Func<Task> write)
    {
        await write();

        Assert.Equal(PartState.Changed, await CheckAsync());
    }

    private async Task<PartState> CheckAsync(CapturePart? other = null) =>
        await Steps.CheckAsync(await Steps.RenewAsync(plan!), other ?? Part, captured!.Hash);
}
