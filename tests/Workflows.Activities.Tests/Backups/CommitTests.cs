using Workflows.Activities.Tests.Clusters;
using Workflows.Archive.Format;
using Workflows.Archive.Reading;

namespace Workflows.Activities.Tests.Backups;

public sealed class CommitTests : IAsyncLifetime, IDisposable
{
    private readonly LiveNamespace ns = LiveNamespace.Reserve();
    private BackupSteps? steps;

    private BackupSteps Steps => steps!;

    public async Task InitializeAsync()
    {
        await ns.MakeAsync();
        await ns.CreateEmptyAsync(Kinds.ConfigMaps, "one");
        steps = new(TestCluster.Reference, new()
        {
            IncludedNamespaces = [ns.Name],
            IncludedResources = ["configmaps"],
            IncludeClusterResources = false,
        });
    }

    public Task DisposeAsync() => ns.DisposeAsync().AsTask();

    public void Dispose()
    {
        steps?.Dispose();
    }

    [ClusterFact]
    public async Task What_is_staged_no_more_makes_no_backup_and_is_to_be_captured_again()
    {
        var plan = await Steps.PlanAsync();
        var input = await Steps.CaptureAllAsync(plan);
        var store = Steps.Services.Stores.Get(Steps.Store);
        await store.DiscardBlocksAsync(ArchiveLayout.Tarball(Steps.Spec.Name));

        Assert.Null(await Steps.CommitAsync(input));

        var renewed = await Steps.RenewAsync(plan);
        Assert.NotNull(await Steps.CommitAsync(await Steps.CaptureAllAsync(renewed)));
    }

    [ClusterFact]
    public async Task That_a_list_was_empty_at_another_moment_is_told_as_well()
    {
        using var empty = new BackupSteps(TestCluster.Reference, Steps.Spec.Selection with { LabelSelector = "no=such" });
        var captured = await empty.CaptureAllAsync(await empty.PlanAsync());

        var summary = await empty.CommitAsync(captured with { Plan = captured.Plan with { Revision = "7" } });

        Assert.Equal(["7", captured.Plan.Revision], summary!.Revisions);
        var store = empty.Services.Stores.Get(empty.Store);
        var manifest = (await ArchiveReader.OpenAsync(store, empty.Spec.Name, default)).Manifest;
        Assert.Equal(
            ("configmaps", captured.Plan.Revision),
            manifest.Source.MixedRevisions.Select(mixed => (mixed.Resource, mixed.Revision)).Distinct().Single());
    }

    [ClusterFact]
    public async Task The_manifest_names_the_cluster_it_is_of()
    {
        var plan = await Steps.PlanAsync();

        Assert.True(Guid.TryParse(plan.ClusterUid, out _), $"'{plan.ClusterUid}' is no uid.");
    }
}
