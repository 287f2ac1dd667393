using Workflows.Core.Backups;
using Workflows.Core.Errors;
using Workflows.Core.Volumes;
using Workflows.Core.Volumes.Seeing;
using Workflows.Orchestrations.Backups;
using Workflows.Orchestrations.Tests.Backups;
using Workflows.Orchestrations.Volumes;

namespace Workflows.Orchestrations.Tests.Volumes;

/// <summary>A backup that takes the data of claims along.</summary>
public sealed class BackupVolumesTests
{
    private readonly BackupFakes backup;
    private readonly VolumeFakes volumes;

    public BackupVolumesTests()
    {
        var plain = new BackupFakes(BackupFakes.SomeParts(3));
        backup = new(plain.Parts) { Spec = plain.Spec with { Mover = new() { Image = "mover:1" } } };
        volumes = new(backup.Activities) { Claims = VolumeFakes.SomeClaims(30) };
        backup.Activities
            .On(VolumeNames.PlanVolumes, _ => new VolumePlan("volumes", 30, 2))
            .On(VolumeNames.StopMovers, _ => true);
    }

    [Fact]
    public async Task What_became_of_the_claims_is_committed_with_the_objects()
    {
        (await backup.RunAsync()).Result<BackupSummary>();

        var commit = Assert.Single(backup.Activities.InputsOf(BackupNames.CommitBackup));
        Assert.Equal(new MovedVolumes("volumes", 2, new(30, 0, 0, 30_000)), commit.Volumes);
        Assert.DoesNotContain("StopMovers", backup.Activities.Calls);
        Assert.Equal(30, volumes.Recorded.Count);
    }

    [Fact]
    public async Task Claims_and_objects_are_of_one_identity()
    {
        await backup.RunAsync();

        var uid = Assert.Single(backup.Activities.InputsOf(BackupNames.ReserveBackup)).BackupUid;
        Assert.All(backup.Activities.InputsOf(VolumeNames.StartMover), move => Assert.Equal(uid, move.Run.Uid));
    }

    [Fact]
    public async Task Objects_are_captured_while_movers_are_at_work()
    {
        // The last part is captured while the first mover runs: were one to wait for the other, neither would end.
        var captured = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        volumes.Start = async _ =>
        {
            started.TrySetResult();
            await captured.Task;
            return MoverStart.Done;
        };
        backup.Capture = async input =>
        {
            await started.Task;
            if (input.Part.Number == 2)
            {
                captured.TrySetResult();
            }

            return BackupFakes.Captured(input);
        };

        (await backup.RunAsync()).Result<BackupSummary>();
    }

    [Fact]
    public async Task A_backup_that_fails_stops_its_movers_and_cleans_up_when_all_have_ended()
    {
        var stopped = false;
        var plain = new BackupFakes(BackupFakes.SomeParts(1));
        var failing = new BackupFakes(plain.Parts) { Spec = backup.Spec };
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = new VolumeFakes(failing.Activities)
        {
            Claims = VolumeFakes.SomeClaims(2),
            Attend = (_, look) =>
            {
                started.TrySetResult();
                return stopped ? VolumeFakes.Of(MoverPhase.Gone, "It is gone.") : VolumeFakes.Running(look);
            },
        };
        failing.Activities
            .On(VolumeNames.PlanVolumes, _ => new VolumePlan("volumes", 2, 1))
            .On(VolumeNames.StopMovers, _ => stopped = true);
        failing.Capture = async _ =>
        {
            await started.Task;
            throw new WorkflowsException(ErrorKind.Failed, "The disk is full.");
        };

        var run = await failing.RunAsync();

        Assert.Equal("The disk is full.", run.State.Failure!.Message);
        Assert.Equal("CleanUpBackup", failing.Activities.Calls[^1]);
        Assert.Equal(2, failing.Activities.InputsOf(VolumeNames.CleanUpMover).Count);
        Assert.DoesNotContain("CommitBackup", failing.Activities.Calls);
    }

    [Fact]
    public async Task Hooks_hold_what_they_hold_until_the_data_is_moved_and_the_commit_knows_of_them()
    {
        var hooked = new BackupFakes(backup.Parts) { Spec = backup.Spec, Hooks = new("hooks", 1) };
        _ = new VolumeFakes(hooked.Activities) { Claims = VolumeFakes.SomeClaims(2) };
        hooked.Activities.On(VolumeNames.PlanVolumes, _ => new VolumePlan("volumes", 2, 1));

        (await hooked.RunAsync()).Result<BackupSummary>();

        var calls = hooked.Activities.Calls.ToList();
        Assert.True(calls.IndexOf("RunHook") < calls.IndexOf("PlanBackup"), string.Join(' ', calls));
        Assert.True(calls.LastIndexOf("RunHook") > calls.LastIndexOf("CleanUpMover"), string.Join(' ', calls));
        Assert.Equal(["RunHook", "CommitBackup", "CleanUpBackup"], calls.TakeLast(3));
        Assert.Equal(2, calls.Count(call => call == "RunHook"));
    }

    [Fact]
    public async Task Claims_that_can_not_be_planned_leave_a_backup_of_the_objects_that_says_so()
    {
        var plain = new BackupFakes(BackupFakes.SomeParts(1));
        var unplanned = new BackupFakes(plain.Parts) { Spec = backup.Spec };
        unplanned.Activities.On(
            VolumeNames.PlanVolumes, VolumePlan (_) => throw new WorkflowsException(ErrorKind.Denied, "Claims may not be listed."));

        (await unplanned.RunAsync()).Result<BackupSummary>();

        var commit = Assert.Single(unplanned.Activities.InputsOf(BackupNames.CommitBackup));
        Assert.Equal("Claims may not be listed.", commit.Volumes!.Failure);
        Assert.Equal(ClaimCounts.None, commit.Volumes.Counts);
    }
}
