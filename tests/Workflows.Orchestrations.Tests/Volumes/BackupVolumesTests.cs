using Workflows.Core.Backups;
using Workflows.Core.Errors;
using Workflows.Core.Hooks;
using Workflows.Core.Volumes;
using Workflows.Core.Volumes.Seeing;
using Workflows.Orchestrations.Backups;
using Workflows.Orchestrations.Hooks;
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
    public async Task A_pod_is_held_until_its_own_claims_are_moved_and_no_longer()
    {
        // Pod 0 mounts nothing, pod 1 the first claim, pod 2 both. The second claim is moved until pod 1 was let go.
        var freed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var (fakes, moved) = Hooked(
            new("hooks", 3) { WithoutClaims = 1 },
            onHook: run =>
            {
                if (run is { Pod: 1, Moment: HookMoment.Post })
                {
                    freed.TrySetResult();
                }
            },
            releases: () => [new([1], [new("shop", "data-0")]), new([2], [new("shop", "data-0"), new("shop", "data-1")])]);
        moved.Start = async move =>
        {
            if (move.Planned.Claim.Name == "data-1")
            {
                await freed.Task;
            }

            return MoverStart.Done;
        };

        (await fakes.RunAsync()).Result<BackupSummary>();

        var calls = fakes.Activities.Calls.ToList();
        Assert.True(calls.IndexOf("PlanBackup") > 2, string.Join(' ', calls));
        Assert.Equal(["RunHook", "RunHook", "CommitBackup", "CleanUpBackup"], calls.TakeLast(4));
        var post = fakes.Activities.InputsOf(HookNames.RunHook).Where(run => run.Moment == HookMoment.Post).Select(run => run.Pod).ToArray();
        Assert.Equal([0, 1, 2], post[..3].Order());
        Assert.Equal(2, post[2]);

        // The end of the bracket asks for those that mount claims once more: what ran has an outcome, and does not run again.
        Assert.Equal([1, 2], post[3..].Order());
    }

    [Fact]
    public async Task Pods_whose_claims_come_to_nothing_are_let_go_at_the_end()
    {
        var (fakes, _) = Hooked(
            new("hooks", 2), plan: () => throw new WorkflowsException(ErrorKind.Denied, "Claims may not be listed."));

        (await fakes.RunAsync()).Result<BackupSummary>();

        Assert.Equal(
            [0, 1],
            fakes.Activities.InputsOf(HookNames.RunHook).Where(run => run.Moment == HookMoment.Post).Select(run => run.Pod).Order());
    }

    [Fact]
    public async Task A_backup_whose_releases_can_not_be_read_lets_all_go_all_the_same()
    {
        var (fakes, _) = Hooked(
            new("hooks", 1), releases: () => throw new WorkflowsException(ErrorKind.Damaged, "It can't be read."));

        (await fakes.RunAsync()).Result<BackupSummary>();

        Assert.Equal(HookMoment.Post, fakes.Activities.InputsOf(HookNames.RunHook)[^1].Moment);
        Assert.Equal("It can't be read.", Assert.Single(fakes.Activities.InputsOf(BackupNames.CommitBackup)).Volumes!.Failure);
    }

    private (BackupFakes Backup, VolumeFakes Volumes) Hooked(
        HookPlan hooks,
        Action<HookRun>? onHook = null,
        Func<VolumePlan>? plan = null,
        Func<IReadOnlyList<HookRelease>>? releases = null)
    {
        var fakes = new BackupFakes(backup.Parts)
        {
            Spec = backup.Spec,
            Hooks = hooks,
            Hook = run =>
            {
                onHook?.Invoke(run);
                return new(Ran: true, Failed: false);
            },
        };
        var moved = new VolumeFakes(fakes.Activities) { Claims = VolumeFakes.SomeClaims(2) };
        fakes.Activities
            .On(VolumeNames.PlanVolumes, _ => plan is null ? new VolumePlan("volumes", 2, 1) : plan())
            .On(HookNames.ReadReleases, _ => releases is null ? [] : releases());
        return (fakes, moved);
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
