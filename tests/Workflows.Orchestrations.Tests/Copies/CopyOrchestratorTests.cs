using Workflows.Core.Copies;
using Workflows.Core.Errors;
using Workflows.Durable;
using Workflows.Orchestrations.Copies;
using Workflows.Orchestrations.Tests.Hosting;

namespace Workflows.Orchestrations.Tests.Copies;

public sealed class CopyOrchestratorTests
{
    private static readonly CopySpec Spec = new("nightly", "/from", "/to");

    private static readonly Guid Uid = new("11111111-2222-3333-4444-555555555555");

    private ReservedCopy reserved = new(Uid, IsThere: false, Snapshots: 2);
    private CopyPlan plan = new("plan-1", Groups: 9, new(30, 300), new(4, 40), Volumes: 3);
    private Func<CopyFilesInput, CopiedFiles> copy = input => new(
        input.From.Group == 2 ? null : input.From with { Group = input.From.Group + 1 }, new(2, 20), new(1, 10), DirectBytes: 5);

    private Func<CommitCopyInput, int?> commit = _ => null;
    private Func<PlannedCopyInput, bool> cleanUp = _ => true;

    [Fact]
    public async Task Files_are_copied_in_shares_side_by_side_and_the_manifest_comes_when_all_are_there()
    {
        var activities = Activities();

        var (summary, run) = await RunAsync(activities);

        Assert.Equal(new CopySummary("nightly", Uid, WasThere: false)
        {
            Copied = new(24, 240), Shared = new(16, 160), DirectBytes = 60, Volumes = 3, Snapshots = 2,
        }, summary);
        Assert.Equal(["ReserveCopy", "PlanCopy"], activities.Calls.Take(2));
        Assert.Equal(["CommitCopy", "CleanUpCopy"], activities.Calls.TakeLast(2));
        Assert.Equal(
            [(0, 3), (1, 3), (2, 3), (3, 3)],
            activities.InputsOf(CopyNames.CopyFiles).GroupBy(call => call.Lane).Select(lane => (lane.Key, lane.Count())).Order());
        Assert.All(activities.InputsOf(CopyNames.CopyFiles), call => Assert.Equal(("plan-1", 4), (call.Plan, call.Lanes)));
        Assert.True(run.LargestPayload.Bytes < Run.HistoryEntryLimit, run.LargestPayload.Whose);
    }

    [Fact]
    public async Task A_backup_that_is_there_already_is_left_as_it_is()
    {
        reserved = reserved with { IsThere = true };
        var activities = Activities();

        var (summary, _) = await RunAsync(activities);

        Assert.Equal(new CopySummary("nightly", Uid, WasThere: true) { Snapshots = 2 }, summary);
        Assert.Equal(["ReserveCopy"], activities.Calls);
    }

    [Fact]
    public async Task What_is_there_but_for_a_few_files_takes_no_more_shares_than_groups()
    {
        plan = plan with { Groups = 1 };
        copy = _ => new(Next: null, new(1, 1), default, DirectBytes: 0);
        var activities = Activities();

        await RunAsync(activities);

        Assert.Equal((0, 1), Assert.Single(activities.InputsOf(CopyNames.CopyFiles).Select(call => (call.Lane, call.Lanes))));
    }

    [Fact]
    public async Task A_commit_that_takes_long_goes_on_where_it_was()
    {
        commit = input => input.Volume < 2 ? input.Volume + 1 : null;
        var activities = Activities();

        await RunAsync(activities);

        Assert.Equal([0, 1, 2], activities.InputsOf(CopyNames.CommitCopy).Select(call => call.Volume));
    }

    [Theory]
    [InlineData("PlanCopy")]
    [InlineData("CopyFiles")]
    [InlineData("CommitCopy")]
    public async Task What_fails_is_cleaned_up_under_the_identity_that_reserved_the_name(string failing)
    {
        copy = input => failing == "CopyFiles" && input.Lane == 1 ? throw Denied() : new(Next: null, default, default, 0);
        commit = _ => failing == "CommitCopy" ? throw Denied() : null;
        var activities = Activities(() => failing == "PlanCopy" ? throw Denied() : plan);

        var run = await Run.ToEndAsync(activities, CopyNames.CopyBackup, Spec);

        Assert.Equal((OrchestrationStatus.Failed, "No."), (run.State.Status, run.State.Failure?.Message));
        Assert.Equal("CleanUpCopy", activities.Calls[^1]);
        Assert.Equal(
            new PlannedCopyInput(Assert.Single(activities.InputsOf(CopyNames.ReserveCopy)), failing == "PlanCopy" ? null : "plan-1"),
            Assert.Single(activities.InputsOf(CopyNames.CleanUpCopy)));
        Assert.Equal(failing == "CommitCopy", activities.Calls.Contains("CommitCopy"));
    }

    [Fact]
    public async Task A_name_that_is_taken_ends_the_run_with_nothing_to_clean_up()
    {
        var activities = new FakeActivities().On(
            CopyNames.ReserveCopy, ReservedCopy (_) => throw new WorkflowsException(ErrorKind.Conflict, "Taken."));

        var run = await Run.ToEndAsync(activities, CopyNames.CopyBackup, Spec);

        Assert.Equal("Taken.", run.State.Failure?.Message);
        Assert.Equal(["ReserveCopy"], activities.Calls);
    }

    [Fact]
    public async Task A_copy_is_a_copy_also_where_it_can_t_be_tidied_up()
    {
        cleanUp = _ => throw Denied();

        var (summary, _) = await RunAsync(Activities());

        Assert.False(summary.WasThere);
    }

    [Fact]
    public async Task A_copy_that_takes_hours_says_every_hour_that_it_is_at_work()
    {
        // Each call of a share fails seven times, and is waited for: about four minutes.
        plan = plan with { Groups = 1 };
        var tries = 0;
        copy = input => ++tries % 8 != 0 ? throw new WorkflowsException(ErrorKind.Unavailable, "Later.")
            : new(input.From.Group == 40 ? null : input.From with { Group = input.From.Group + 1 }, default, default, DirectBytes: 0);
        var activities = Activities();

        await RunAsync(activities);

        Assert.InRange(activities.InputsOf(CopyNames.RenewCopy).Count, 1, 20);
        Assert.All(activities.InputsOf(CopyNames.RenewCopy), call => Assert.Equal("plan-1", call.Plan));
    }

    private static WorkflowsException Denied() => new(ErrorKind.Denied, "No.");

    private FakeActivities Activities(Func<CopyPlan>? planning = null) => new FakeActivities()
        .On(CopyNames.ReserveCopy, _ => reserved)
        .On(CopyNames.PlanCopy, _ => planning is null ? plan : planning())
        .On(CopyNames.CopyFiles, input => copy(input))
        .On(CopyNames.RenewCopy, _ => true)
        .On(CopyNames.CommitCopy, input => commit(input))
        .On(CopyNames.CleanUpCopy, input => cleanUp(input));

    private static async Task<(CopySummary Summary, Run Run)> RunAsync(FakeActivities activities)
    {
        var run = await Run.ToEndAsync(activities, CopyNames.CopyBackup, Spec);
        return (run.Result<CopySummary>(), run);
    }
}
