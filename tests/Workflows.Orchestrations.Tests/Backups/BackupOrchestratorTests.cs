using Workflows.Core.Backups;
using Workflows.Core.Errors;
using Workflows.Core.Retention;
using Workflows.Durable;
using Workflows.Orchestrations.Backups;
using Workflows.Orchestrations.Tests.Hosting;

namespace Workflows.Orchestrations.Tests.Backups;

public sealed class BackupOrchestratorTests
{
    [Fact]
    public async Task A_backup_reserves_plans_captures_commits_and_cleans_up_in_this_order()
    {
        var fakes = new BackupFakes(BackupFakes.SomeParts(1));

        var summary = (await fakes.RunAsync()).Result<BackupSummary>();

        Assert.Equal(10, summary.Objects);
        Assert.Equal(
            [
                "ReserveBackup", "FindHooks", "PlanBackup", "ReadPlanGroup", "CapturePart", "RecordGroup", "CommitBackup",
                "CleanUpBackup",
            ],
            fakes.Activities.Calls);
    }

    [Fact]
    public async Task The_plan_and_the_clean_up_carry_the_identity_that_the_name_was_reserved_for()
    {
        var fakes = new BackupFakes(BackupFakes.SomeParts(1));

        await fakes.RunAsync();

        var uid = Assert.Single(fakes.Activities.InputsOf(BackupNames.ReserveBackup)).BackupUid;
        Assert.Equal(uid, Assert.Single(fakes.Activities.InputsOf(BackupNames.PlanBackup)).BackupUid);
        Assert.Equal(uid, Assert.Single(fakes.Activities.InputsOf(BackupNames.CleanUpBackup)).BackupUid);
    }

    [Fact]
    public async Task A_name_that_is_started_again_has_another_identity()
    {
        var (first, again) = (new BackupFakes(BackupFakes.SomeParts(1)), new BackupFakes(BackupFakes.SomeParts(1)));

        await first.RunAsync();
        await again.RunAsync();

        Assert.NotEqual(
            Assert.Single(first.Activities.InputsOf(BackupNames.ReserveBackup)).BackupUid,
            Assert.Single(again.Activities.InputsOf(BackupNames.ReserveBackup)).BackupUid);
    }

    [Fact]
    public async Task Groups_are_committed_in_the_order_of_the_plan_whichever_ends_first()
    {
        // 48 parts to a group: five groups. Whoever is captured at the start waits for the last one.
        var lastIsDone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var fakes = new BackupFakes(BackupFakes.SomeParts(200)) { };
        fakes.Capture = async input =>
        {
            if (input.Part.Number == 95)
            {
                lastIsDone.SetResult();
            }

            await (input.Part.Number == 0 ? lastIsDone.Task : Task.CompletedTask);
            return BackupFakes.Captured(input);
        };

        (await fakes.RunAsync()).Result<BackupSummary>();

        var commit = Assert.Single(fakes.Activities.InputsOf(BackupNames.CommitBackup));
        Assert.Equal([0, 1, 2, 3, 4], commit.Groups.Select(group => group.Group));
        Assert.Equal(Enumerable.Range(0, 200), fakes.Committed().Select(part => part.Number));
    }

    [Fact]
    public async Task A_name_that_is_taken_ends_the_backup_before_anything_is_planned_or_cleaned_up()
    {
        var activities = new FakeActivities().On(
            BackupNames.ReserveBackup, bool (_) => throw new WorkflowsException(ErrorKind.Conflict, "It is taken."));

        var run = await Run.ToEndAsync(activities, BackupNames.Backup, new BackupFakes([]).Spec);

        Assert.Equal(OrchestrationStatus.Failed, run.State.Status);
        Assert.Equal(nameof(ErrorKind.Conflict), run.State.Failure!.Kind);
        Assert.Equal(["ReserveBackup"], activities.Calls);
    }

    [Fact]
    public async Task A_plan_that_fails_for_good_is_cleaned_up_behind_and_its_reason_is_the_backups()
    {
        var fakes = new BackupFakes([])
        {
            Plan = _ => throw new WorkflowsException(ErrorKind.Denied, "Nothing may be listed."),
        };

        var run = await fakes.RunAsync();

        Assert.Equal("Nothing may be listed.", run.State.Failure!.Message);
        Assert.Equal(["ReserveBackup", "FindHooks", "PlanBackup", "CleanUpBackup"], fakes.Activities.Calls);
    }

    [Fact]
    public async Task A_part_that_fails_for_good_is_cleaned_up_behind_once_nothing_is_under_way_any_more()
    {
        var fakes = new BackupFakes(BackupFakes.SomeParts(40));
        fakes.Capture = input => input.Part.Number == 3
            ? throw new WorkflowsException(ErrorKind.Failed, "The disk is full.")
            : Task.FromResult(BackupFakes.Captured(input));

        var run = await fakes.RunAsync();

        Assert.Equal("The disk is full.", run.State.Failure!.Message);
        Assert.Equal("CleanUpBackup", fakes.Activities.Calls[^1]);
        Assert.DoesNotContain("CommitBackup", fakes.Activities.Calls);
        Assert.True(fakes.Activities.InputsOf(BackupNames.CapturePart).Count < 40, "Parts were begun after the failure.");
    }

    [Fact]
    public async Task A_commit_that_fails_for_good_is_cleaned_up_behind()
    {
        var fakes = new BackupFakes(BackupFakes.SomeParts(1))
        {
            Commit = _ => throw new WorkflowsException(ErrorKind.Failed, "The store is read-only."),
        };

        var run = await fakes.RunAsync();

        Assert.Equal("The store is read-only.", run.State.Failure!.Message);
        Assert.Equal(["CommitBackup", "CleanUpBackup"], fakes.Activities.Calls.TakeLast(2));
    }

    [Fact]
    public async Task A_backup_that_is_committed_stays_one_when_it_leaves_something_behind()
    {
        var fakes = new BackupFakes(BackupFakes.SomeParts(1))
        {
            CleanUp = () => throw new WorkflowsException(ErrorKind.Denied, "Nothing may be deleted."),
        };

        Assert.Equal("nightly", (await fakes.RunAsync()).Result<BackupSummary>().Name);
    }

    [Fact]
    public async Task What_may_pass_is_tried_again_over_minutes_before_the_backup_gives_up()
    {
        var failures = 0;
        var fakes = new BackupFakes(BackupFakes.SomeParts(1));
        fakes.Capture = input => ++failures <= 7
            ? throw new PassingException()
            : Task.FromResult(BackupFakes.Captured(input));

        (await fakes.RunAsync()).Result<BackupSummary>();

        Assert.Equal(8, fakes.Activities.InputsOf(BackupNames.CapturePart).Count);
    }

    private sealed class PassingException() : WorkflowsException(ErrorKind.Failed, "The server is away.")
    {
        public override bool IsTransient => true;
    }

    [Fact]
    public async Task What_is_locked_is_locked_in_the_store_too_after_the_commit_however_many_calls_that_takes()
    {
        var calls = 0;
        var fakes = new BackupFakes(BackupFakes.SomeParts(1)) { Lock = _ => ++calls == 3 };
        fakes.Spec = fakes.Spec with { DeleteLock = TimeSpan.FromDays(7), DeleteLockMode = DeleteLockMode.Locked };

        await fakes.RunAsync();

        Assert.Equal(
            ["CommitBackup", "LockBackup", "LockBackup", "LockBackup", "CleanUpBackup"], fakes.Activities.Calls.TakeLast(5));
        Assert.All(
            fakes.Activities.InputsOf(BackupNames.LockBackup),
            input => Assert.Equal(new LockBackupInput(fakes.Spec.Store, fakes.Spec.Name, DeleteLockMode.Locked), input));
    }

    [Fact]
    public async Task A_store_that_refuses_locks_makes_no_failure_out_of_a_backup_and_is_not_asked_for_ever()
    {
        foreach (var answer in new Func<bool>[]
        {
            () => throw new WorkflowsException(ErrorKind.Denied, "It takes a right of its own."),
            () => false,
        })
        {
            var fakes = new BackupFakes(BackupFakes.SomeParts(1)) { Lock = _ => answer() };
            fakes.Spec = fakes.Spec with { DeleteLock = TimeSpan.FromDays(7) };

            Assert.Equal(10, (await fakes.RunAsync()).Result<BackupSummary>().Objects);
            Assert.Equal("CleanUpBackup", fakes.Activities.Calls[^1]);
        }
    }
}
