using Workflows.Core.Errors;
using Workflows.Core.Retention;
using Workflows.Durable;
using Workflows.Orchestrations.Retention;
using Workflows.Orchestrations.Tests.Hosting;

namespace Workflows.Orchestrations.Tests.Retention;

public sealed class RetentionOrchestratorTests
{
    private readonly List<string> backups = [.. Enumerable.Range(1, 50).Select(number => $"nightly-{number:00}")];

    private Func<EnforceLocksInput, EnforcedLocks> enforce = _ => new(IsDone: true, []);

    [Fact]
    public async Task All_that_goes_is_deleted_one_after_another_round_by_round()
    {
        var activities = Activities(_ => null);

        var (summary, run) = await RunAsync(activities);

        Assert.Equal((50, 0, 7), (summary.Deleted, summary.Failures, summary.Kept));
        Assert.Equal(50, summary.Names.Count);
        Assert.Equal(summary.Names, activities.InputsOf(RetentionNames.DeleteExpired).Select(input => input.Name));
        Assert.Empty(backups);
        Assert.True(run.LargestPayload.Bytes < Run.HistoryEntryLimit, run.LargestPayload.Whose);
    }

    [Fact]
    public async Task What_is_kept_by_now_or_fails_is_reported_once_and_the_rest_goes()
    {
        var activities = Activities(name => name switch
        {
            "nightly-03" => "It is being read.",
            "nightly-04" => throw new WorkflowsException(ErrorKind.Denied, "The store is immutable."),
            _ => null,
        });

        var (summary, _) = await RunAsync(activities);

        Assert.Equal(48, summary.Deleted);
        Assert.Equal(
            [new RetentionFailure("nightly-03", "It is being read."), new("nightly-04", "The store is immutable.")], summary.NotDeleted);
        Assert.Single(activities.InputsOf(RetentionNames.DeleteExpired), input => input.Name == "nightly-04");
    }

    [Fact]
    public async Task A_store_that_refuses_everything_ends_the_run()
    {
        var activities = Activities(_ => throw new WorkflowsException(ErrorKind.Denied, new string('x', 5_000)));

        var (summary, run) = await RunAsync(activities);

        Assert.Equal((0, 20), (summary.Deleted, summary.NotDeleted.Count));
        Assert.All(summary.NotDeleted, failure => Assert.Equal(500, failure.Reason.Length));
        Assert.Equal(summary.Failures, activities.InputsOf(RetentionNames.DeleteExpired).Count);
        Assert.True(run.LargestPayload.Bytes < Run.HistoryEntryLimit, run.LargestPayload.Whose);
    }

    [Fact]
    public async Task Before_anything_goes_the_store_is_told_what_to_keep_and_what_it_refuses_is_reported_once()
    {
        var rounds = new Queue<EnforcedLocks>(
        [
            new(IsDone: false, [new("nightly-01", "It may not.")]),
            new(IsDone: false, []),
            new(IsDone: true, [new("nightly-02", new string('x', 5_000))]),
        ]);
        enforce = _ => rounds.Dequeue();
        var activities = Activities(_ => null);

        var (summary, _) = await RunAsync(activities);

        Assert.Equal(["nightly-01", "nightly-02"], summary.NotLocked.Select(failure => failure.Name));
        Assert.Equal(500, summary.NotLocked[1].Reason.Length);
        Assert.Equal(50, summary.Deleted);
        Assert.Equal(["EnforceLocks", "EnforceLocks", "EnforceLocks", "DecideRetention"], activities.Calls.Take(4));
        Assert.Equal([[], ["nightly-01"], ["nightly-01"]], activities.InputsOf(RetentionNames.EnforceLocks).Select(input => input.Except));
    }

    [Fact]
    public async Task A_store_that_locks_nothing_keeps_nobody_from_deleting_what_is_over()
    {
        enforce = _ => throw new WorkflowsException(ErrorKind.Denied, "Nobody may.");

        var (summary, _) = await RunAsync(Activities(_ => null));

        Assert.Equal(("*", "Nobody may.", 50), (summary.NotLocked.Single().Name, summary.NotLocked[0].Reason, summary.Deleted));
    }

    private FakeActivities Activities(Func<string, string?> delete) => new FakeActivities()
        .On(RetentionNames.EnforceLocks, input => enforce(input))
        .On(RetentionNames.DecideRetention, input => new RetentionRound(
            [.. backups.Except(input.Except, StringComparer.Ordinal).Take(20).Select(name => new ExpiredBackup(name, Guid.Empty))], Kept: 7))
        .On(RetentionNames.DeleteExpired, input =>
        {
            var reason = delete(input.Name);
            if (reason is null)
            {
                backups.Remove(input.Name);
            }

            return reason;
        });

    private static async Task<(RetentionSummary Summary, Run Run)> RunAsync(FakeActivities activities)
    {
        var run = await Run.ToEndAsync(activities, RetentionNames.ApplyRetention, new RetentionInput("nightly", "/store"));
        Assert.Equal(OrchestrationStatus.Completed, run.State.Status);
        return (DurableJson.Read<RetentionSummary>(run.State.Output!.Value), run);
    }
}
