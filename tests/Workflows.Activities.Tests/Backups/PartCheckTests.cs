using System.Text.Json.Nodes;
using Workflows.Activities.Tests.Clusters;
using Workflows.Core.Backups;
using Workflows.Orchestrations.Backups;

namespace Workflows.Activities.Tests.Backups;

/// <summary>Whether what was captured of a part is still the same: any write to an object of it is found.</summary>
public sealed class PartCheckTests : IAsyncLifetime, IDisposable
{
    private readonly TestNamespace ns = new();
    private BackupSteps? steps;
    private BackupPlan? plan;
    private CapturePart? part;
    private CaptureResult? captured;

    private BackupSteps Steps => steps!;

    private CapturePart Part => part!;

    public async Task InitializeAsync()
    {
        await ns.InitializeAsync();
        if (TestCluster.Kubeconfig is null)
        {
            return;
        }

        for (var number = 0; number < 7; number++)
        {
            await ns.CreateConfigMapAsync($"map-{number}");
            await ns.PatchConfigMapAsync($"map-{number}", TestNamespace.Labelled("mine", "yes"));
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

    public Task DisposeAsync() => ns.DisposeAsync();

    public void Dispose()
    {
        steps?.Dispose();
        ns.Dispose();
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
        await ns.CreateConfigMapAsync("other");

        Assert.Equal(PartState.Unchanged, await CheckAsync());
    }

    [ClusterFact]
    public Task An_object_that_was_written_is_found() => AssertChangedAsync(() =>
        ns.PatchConfigMapAsync("map-3", new() { ["data"] = new JsonObject { ["a"] = "b" } }));

    [ClusterFact]
    public Task An_object_that_was_deleted_is_found() => AssertChangedAsync(() => ns.DeleteConfigMapAsync("map-0"));

    [ClusterFact]
    public Task An_object_that_lost_its_label_is_found() => AssertChangedAsync(() =>
        ns.PatchConfigMapAsync("map-6", TestNamespace.Labelled("mine", null)));

    [ClusterFact]
    public Task An_object_that_was_created_is_found() => AssertChangedAsync(async () =>
    {
        await ns.CreateConfigMapAsync("map-8");
        await ns.PatchConfigMapAsync("map-8", TestNamespace.Labelled("mine", "yes"));
    });

    [ClusterFact]
    public Task An_object_that_was_deleted_and_made_again_alike_is_found() => AssertChangedAsync(async () =>
    {
        await ns.DeleteConfigMapAsync("map-5");
        await ns.CreateConfigMapAsync("map-5");
        await ns.PatchConfigMapAsync("map-5", TestNamespace.Labelled("mine", "yes"));
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
