using System.Text.Json.Nodes;
using Workflows.Activities.Tests.Clusters;
using Workflows.Activities.Tests.Restores.Support;
using Workflows.Activities.Volumes;
using Workflows.Archive.Tests.Support;
using Workflows.Core.Restores;
using Workflows.Core.Volumes;
using Workflows.Core.Volumes.Snapshots;

namespace Workflows.Activities.Tests.Restores;

/// <summary>Where the claims of a restore get their volumes from, by policy.</summary>
public sealed class RestoredVolumesTests : IDisposable
{
    private const string Record = "nightly.0123456789ab";

    private const string Folder = "claim-0123456789abcdef0123";

    private readonly RestoreRun run = new();

    public void Dispose() => run.Dispose();

    [ClusterFact]
    public async Task Data_in_the_backup_goes_into_a_new_volume_and_the_old_one_is_left_out()
    {
        await BackUpAsync();
        var spec = Spec() with
        {
            NamespaceMappings = new Dictionary<string, string>(StringComparer.Ordinal) { ["wf-a"] = "wf-b" },
        };

        var plan = await run.PlanAsync(spec);

        var claim = Assert.Single(await ClaimsAsync(spec, plan));
        Assert.Equal(new(new("wf-b", "with-data"), Record, Folder), claim);
        Assert.Equal(["plain"], await VolumesAsync(spec, plan));
        Assert.Contains(
            await run.NotRestoredAsync(spec, plan),
            outcome => outcome.Key.Name == "moved" && outcome.Reason!.Contains("restored into a new volume", StringComparison.Ordinal));
        Assert.Contains(plan.Waves, wave => wave.Number == plan.VolumesAfter);
    }

    [ClusterFact]
    public async Task Data_in_a_snapshot_whose_driver_is_not_there_is_planned_with_its_refusal_and_its_claim_names_no_source()
    {
        var snapshot = new ArchivedSnapshot("nobody.example.com", "snap-1") { Bytes = 5 };
        await run.BackUpWithAsync(
            [new("wf-a", "with-data", ClaimState.Completed, null, null, null, 0, 0) { Snapshot = snapshot }],
            [Claim("with-data"), Volume("moved", "with-data")]);
        var spec = Spec() with { Mover = new() };

        var plan = await run.PlanAsync(spec);

        var claim = Assert.Single(await ClaimsAsync(spec, plan));
        Assert.Equal(snapshot, claim.Snapshot);
        Assert.Contains("nobody.example.com", claim.Refusal, StringComparison.Ordinal);
        Assert.Empty(await run.Documents(spec, plan.PlanId).ReadSourcesAsync(default));
        Assert.Empty(await VolumesAsync(spec, plan));
    }

    [ClusterFact]
    public async Task Handles_are_reused_for_all_claims_as_asked()
    {
        await BackUpAsync();
        var spec = Spec() with { VolumeData = VolumeDataPolicy.ReuseHandle };

        var plan = await run.PlanAsync(spec);

        Assert.Equal(0, plan.Volumes.Claims);
        Assert.Equal(["moved", "plain"], await VolumesAsync(spec, plan));
    }

    [ClusterFact]
    public async Task No_data_leaves_out_every_volume_that_was_claimed()
    {
        await BackUpAsync();
        var spec = Spec() with { VolumeData = VolumeDataPolicy.NoData };

        var plan = await run.PlanAsync(spec);

        Assert.Equal(0, plan.Volumes.Claims);
        Assert.Empty(await VolumesAsync(spec, plan));
    }

    [ClusterFact]
    public async Task A_comparison_which_moves_nothing_expects_what_a_restore_makes()
    {
        await BackUpAsync();
        var spec = Spec() with { Mover = null };

        var plan = await run.PlanAsync(spec);

        Assert.Equal(0, plan.Volumes.Claims);
        Assert.Equal(["plain"], await VolumesAsync(spec, plan));
    }

    private RestoreSpec Spec() => run.Spec() with { Mover = new() { Image = "mover:1" } };

    private Task BackUpAsync() => run.BackUpWithAsync(
        [
            new("wf-a", "with-data", ClaimState.Completed, null, Record, Folder, 5, 5),
            new("wf-a", "failed", ClaimState.Failed, "No node has room.", null, null, 0, 0),
            new("wf-gone", "with-data", ClaimState.Completed, null, Record, Folder, 5, 5),
        ],
        [
            Claim("with-data"), Claim("failed"), Volume("moved", "with-data"), Volume("plain", "failed"),
        ]);

    private async Task<IReadOnlyList<string>> VolumesAsync(RestoreSpec spec, RestorePlan plan) =>
    [
        .. (await run.ItemsAsync(spec, plan))
            .Where(item => item.Kind == "PersistentVolume")
            .Select(item => item.Name)
            .Order(StringComparer.Ordinal),
    ];

    private async Task<IReadOnlyList<PlannedClaim>> ClaimsAsync(RestoreSpec spec, RestorePlan plan) =>
        await new ReadClaimsActivity(run.Services).RunAsync(
            RestoreRun.Context, new(VolumeRun.Of(spec, RestoreRun.Claim.RunUid)!, plan.Volumes.PlanId, 0), default);

    private static TestObject Claim(string name) => TestObject.Create(
        "persistentvolumeclaims", "v1", "PersistentVolumeClaim", "wf-a", name);

    private static TestObject Volume(string name, string claim) => TestObject.Create(
        "persistentvolumes", "v1", "PersistentVolume", null, name, volume => volume["spec"] = new JsonObject
        {
            ["claimRef"] = new JsonObject { ["namespace"] = "wf-a", ["name"] = claim },
        });
}
