using Workflows.Core.Errors;
using Workflows.Core.Volumes;
using Workflows.Core.Volumes.Snapshots;
using Workflows.Orchestrations.Tests.Hosting;
using Workflows.Orchestrations.Volumes;
using Workflows.Orchestrations.Volumes.Snapshots;

namespace Workflows.Orchestrations.Tests.Volumes.Snapshots;

/// <summary>Claims whose data is in a snapshot, or gets into the backup by way of one.</summary>
public sealed class SnapshotClaimTests
{
    private static readonly ArchivedSnapshot Snapshot = new("disk.csi.example.com", "snap-1") { Bytes = 5_000 };

    private readonly VolumeFakes fakes = new();

    private int looks;

    public SnapshotClaimTests() => fakes.Activities
        .On(SnapshotNames.TakeSnapshot, _ => Start)
        .On(SnapshotNames.ImportSnapshot, _ => Start)
        .On(SnapshotNames.LookAtSnapshot, _ => Look(++looks))
        .On(SnapshotNames.LookAtImport, _ => Look(++looks))
        .On(SnapshotNames.CloneSnapshot, _ => Clone)
        .On(SnapshotNames.ReleaseSnapshot, _ => Release())
        .On(SnapshotNames.ReleaseImport, _ => Release());

    private SnapshotStart Start { get; set; } = SnapshotStart.Done;

    private SnapshotStart Clone { get; set; } = SnapshotStart.Done;

    private Func<int, SnapshotReport> Look { get; set; } =
        look => look < 3 ? new(SnapshotPhase.Taking, null) : new(SnapshotPhase.Ready, null) { Snapshot = Snapshot };

    private Func<bool> Release { get; set; } = () => true;

    [Fact]
    public async Task A_snapshot_that_is_ready_is_the_claims_data_and_is_kept_when_the_rest_is_removed()
    {
        var outcome = await RunAsync(VolumeAction.Snapshot);

        Assert.Equal((ClaimState.Completed, Snapshot, null), (outcome.State, outcome.Snapshot, outcome.Record));
        Assert.Equal(
            ["TakeSnapshot", "LookAtSnapshot", "LookAtSnapshot", "LookAtSnapshot", "ReleaseSnapshot"], fakes.Activities.Calls);
        Assert.True(Assert.Single(fakes.Activities.InputsOf(SnapshotNames.ReleaseSnapshot)).Keeps);
    }

    [Fact]
    public async Task A_snapshots_files_are_moved_from_a_clone_and_mover_clone_and_snapshot_are_removed()
    {
        var outcome = await RunAsync(VolumeAction.SnapshotAndMove);

        Assert.Equal((ClaimState.Completed, null), (outcome.State, outcome.Snapshot));
        Assert.Equal(
            ["CloneSnapshot", "StartMover", "AttendMover", "AttendMover", "AttendMover", "CommitVolume", "CleanUpMover", "ReleaseSnapshot"],
            fakes.Activities.Calls.Skip(4));
        Assert.Equal(Snapshot, Assert.Single(fakes.Activities.InputsOf(SnapshotNames.CloneSnapshot)).Snapshot);
        Assert.False(Assert.Single(fakes.Activities.InputsOf(SnapshotNames.ReleaseSnapshot)).Keeps);
    }

    [Fact]
    public async Task A_long_move_starts_over_without_another_snapshot_or_clone_and_removes_them_at_its_end_only()
    {
        fakes.Attend = (_, look) => look < 250 ? VolumeFakes.Running(look) : VolumeFakes.Succeeded();

        var outcome = await RunAsync(VolumeAction.SnapshotAndMove);

        Assert.Equal(ClaimState.Completed, outcome.State);
        Assert.Single(fakes.Activities.InputsOf(SnapshotNames.TakeSnapshot));
        Assert.Single(fakes.Activities.InputsOf(SnapshotNames.CloneSnapshot));
        Assert.Single(fakes.Activities.InputsOf(SnapshotNames.ReleaseSnapshot));
        Assert.Equal("ReleaseSnapshot", fakes.Activities.Calls[^1]);
    }

    [Theory]
    [InlineData(false, ClaimState.Failed)]
    [InlineData(true, ClaimState.Skipped)]
    public async Task A_claim_that_gets_no_snapshot_says_why_and_what_may_be_left_is_removed(bool isSkipped, ClaimState state)
    {
        Start = new("There is no class.") { IsSkipped = isSkipped };

        var outcome = await RunAsync(VolumeAction.Snapshot);

        Assert.Equal((state, "There is no class."), (outcome.State, outcome.Reason));
        Assert.Equal(["TakeSnapshot", "ReleaseSnapshot"], fakes.Activities.Calls);
        Assert.False(Assert.Single(fakes.Activities.InputsOf(SnapshotNames.ReleaseSnapshot)).Keeps);
    }

    [Theory]
    [InlineData("Failed to take: no room.")]
    [InlineData(null)]
    public async Task A_snapshot_that_is_not_cut_in_ten_minutes_is_given_up_with_the_error_of_its_status(string? error)
    {
        Look = _ => new(SnapshotPhase.Taking, error);

        var outcome = await RunAsync(VolumeAction.Snapshot);

        Assert.Equal(ClaimState.Failed, outcome.State);
        Assert.Contains("within 10 minutes", outcome.Reason, StringComparison.Ordinal);
        Assert.Contains(error ?? "does not say", outcome.Reason, StringComparison.Ordinal);
        Assert.False(Assert.Single(fakes.Activities.InputsOf(SnapshotNames.ReleaseSnapshot)).Keeps);
    }

    [Fact]
    public async Task A_snapshot_that_is_cut_is_waited_for_while_it_is_copied_for_hours()
    {
        Look = look => look < 600 ? new(SnapshotPhase.Cut, null) : new(SnapshotPhase.Ready, null) { Snapshot = Snapshot };

        Assert.Equal(ClaimState.Completed, (await RunAsync(VolumeAction.Snapshot)).State);
        Assert.Single(fakes.Activities.InputsOf(SnapshotNames.TakeSnapshot));

        Look = _ => new(SnapshotPhase.Cut, null);
        Assert.Contains("within 240 minutes", (await RunAsync(VolumeAction.Snapshot)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clone_that_the_cluster_refuses_is_the_claims_failure_and_no_mover_is_started()
    {
        Clone = new("The quota is used up.");

        var outcome = await RunAsync(VolumeAction.SnapshotAndMove);

        Assert.Equal((ClaimState.Failed, "The quota is used up."), (outcome.State, outcome.Reason));
        Assert.DoesNotContain("StartMover", fakes.Activities.Calls);
        Assert.Equal("ReleaseSnapshot", fakes.Activities.Calls[^1]);
    }

    [Fact]
    public async Task The_mover_of_a_clone_is_waited_for_as_long_as_its_volume_may_take_too()
    {
        fakes.Attend = (_, _) => VolumeFakes.Of(Core.Volumes.Seeing.MoverPhase.Starting, "The volume is being made.");

        var outcome = await RunAsync(VolumeAction.SnapshotAndMove);

        Assert.Contains("within 15 minutes", outcome.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_being_removed_is_asked_after_until_it_is_gone_and_its_failure_changes_no_outcome()
    {
        var asked = 0;
        Release = () => ++asked == 5;
        await RunAsync(VolumeAction.Snapshot);
        Assert.Equal(5, asked);

        Release = () => throw new WorkflowsException(ErrorKind.Denied, "No.");
        Assert.Equal(ClaimState.Completed, (await RunAsync(VolumeAction.Snapshot)).State);
    }

    [Fact]
    public async Task A_restored_claim_is_filled_from_its_snapshot_by_no_mover()
    {
        var outcome = await RestoreAsync();

        Assert.Equal((ClaimState.Completed, Snapshot), (outcome.State, outcome.Snapshot));
        Assert.Equal(
            ["ImportSnapshot", "LookAtImport", "LookAtImport", "LookAtImport", "ReleaseImport"], fakes.Activities.Calls);
    }

    [Fact]
    public async Task A_claim_that_is_never_filled_is_given_up_and_what_fills_it_is_looked_after_once_more()
    {
        Look = _ => new(SnapshotPhase.Taking, "No such snapshot.");

        var outcome = await RestoreAsync();

        Assert.Equal(ClaimState.Failed, outcome.State);
        Assert.Contains("No such snapshot.", outcome.Reason, StringComparison.Ordinal);
        Assert.Equal("ReleaseImport", fakes.Activities.Calls[^1]);
    }

    private Task<ClaimOutcome> RunAsync(VolumeAction action) =>
        RunAsync(new(fakes.Run, fakes.Claims[0] with { Action = action }), VolumeNames.BackupClaim);

    private Task<ClaimOutcome> RestoreAsync() => RunAsync(
        new(fakes.Run with { Task = MoverTask.Restore, Restore = "back" }, fakes.Claims[0] with { Snapshot = Snapshot }),
        VolumeNames.RestoreClaim);

    private async Task<ClaimOutcome> RunAsync(ClaimMove move, Workflows.Durable.OrchestratorName<ClaimInput, ClaimOutcome> name) =>
        (await Run.ToEndAsync(fakes.Activities, name, new ClaimInput(move))).Result<ClaimOutcome>();
}
