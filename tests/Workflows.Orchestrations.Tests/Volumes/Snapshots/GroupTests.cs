using Workflows.Core.Backups;
using Workflows.Core.Errors;
using Workflows.Core.Volumes;
using Workflows.Orchestrations.Backups;
using Workflows.Orchestrations.Tests.Backups;
using Workflows.Orchestrations.Volumes;
using Workflows.Orchestrations.Volumes.Snapshots;

namespace Workflows.Orchestrations.Tests.Volumes.Snapshots;

/// <summary>Claims whose snapshots are taken in groups, which are looked after when all claims are done.</summary>
public sealed class GroupTests
{
    private readonly BackupFakes backup;
    private readonly VolumeFakes volumes;

    private int asked;

    public GroupTests()
    {
        var plain = new BackupFakes(BackupFakes.SomeParts(1));
        backup = new(plain.Parts) { Spec = plain.Spec with { Mover = new() { Image = "mover:1" } } };
        volumes = new(backup.Activities) { Claims = VolumeFakes.SomeClaims(30) };
        backup.Activities
            .On(VolumeNames.PlanVolumes, _ => new VolumePlan("volumes", 30, 2) { TakesGroups = TakesGroups })
            .On(VolumeNames.StopMovers, _ => true)
            .On(SnapshotNames.ReleaseGroups, _ => Release());
    }

    private bool TakesGroups { get; set; } = true;

    private Func<bool> Release { get; set; } = () => true;

    [Fact]
    public async Task Groups_are_released_once_what_became_of_every_claim_is_recorded_and_until_they_are_gone()
    {
        Release = () => ++asked == 3;

        (await backup.RunAsync()).Result<BackupSummary>();

        var calls = backup.Activities.Calls.ToList();
        Assert.Equal(3, calls.Count(call => call == "ReleaseGroups"));
        Assert.True(calls.IndexOf("ReleaseGroups") > calls.LastIndexOf("RecordClaims"), string.Join(' ', calls));
        Assert.True(calls.LastIndexOf("ReleaseGroups") < calls.IndexOf("CommitBackup"), string.Join(' ', calls));
        var input = backup.Activities.InputsOf(SnapshotNames.ReleaseGroups)[0];
        Assert.Equal(("volumes", 2), (input.PlanId, input.Groups));
    }

    [Fact]
    public async Task A_backup_without_groups_asks_for_none()
    {
        TakesGroups = false;

        (await backup.RunAsync()).Result<BackupSummary>();

        Assert.Empty(backup.Activities.InputsOf(SnapshotNames.ReleaseGroups));
    }

    [Fact]
    public async Task Groups_are_released_also_where_not_all_claims_were_come_to()
    {
        volumes.Recording = input =>
        {
            if (input.Group == 1)
            {
                throw new WorkflowsException(ErrorKind.Damaged, "The store is full.");
            }
        };

        (await backup.RunAsync()).Result<BackupSummary>();

        Assert.Equal(1, Assert.Single(backup.Activities.InputsOf(SnapshotNames.ReleaseGroups)).Groups);
        Assert.Equal(
            "The store is full.", Assert.Single(backup.Activities.InputsOf(BackupNames.CommitBackup)).Volumes!.Failure);
    }

    [Fact]
    public async Task Groups_that_can_not_be_released_change_nothing_of_the_backup()
    {
        Release = () => throw new WorkflowsException(ErrorKind.Denied, "No.");

        (await backup.RunAsync()).Result<BackupSummary>();

        Assert.Equal(30, Assert.Single(backup.Activities.InputsOf(BackupNames.CommitBackup)).Volumes!.Counts.Completed);
    }

    [Fact]
    public async Task A_claim_whose_group_is_in_no_snapshot_is_moved_with_that_remark()
    {
        var remarked = new VolumeFakes { Claims = [volumes.Claims[0] with { Remark = "Alone." }, volumes.Claims[1]] };

        await remarked.MoveGroupAsync();

        Assert.Equal(["Alone.", null], remarked.Recorded.Select(outcome => outcome.Reason));
    }
}
