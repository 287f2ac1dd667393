using Workflows.Core.Errors;
using Workflows.Core.Restores;
using Workflows.Durable;
using Workflows.Orchestrations.Restores;
using Workflows.Orchestrations.Tests.Hosting;

namespace Workflows.Orchestrations.Tests.Restores;

public sealed class RestoreOrchestratorTests
{
    [Fact]
    public async Task A_wave_begins_when_all_chunks_of_the_one_before_are_done()
    {
        var fakes = new RestoreFakes(RestoreFakes.Wave(0, 3), RestoreFakes.Wave(2, 20), RestoreFakes.Wave(5, 1));

        var summary = (await fakes.RunAsync()).Result<RestoreSummary>();

        Assert.Equal(2_400, summary.Counts.Created);
        var restored = fakes.Activities.InputsOf(RestoreNames.RestoreChunk).Select(input => input.Wave).ToArray();
        Assert.Equal(restored.Order(), restored);
        Assert.Equal(24, restored.Length);
    }

    [Fact]
    public async Task Every_chunk_is_restored_once_and_compared_once_with_the_attempt_that_counts()
    {
        var fakes = new RestoreFakes(RestoreFakes.Wave(0, 30), RestoreFakes.Wave(1, 2));

        (await fakes.RunAsync()).Result<RestoreSummary>();

        var restored = fakes.Activities.InputsOf(RestoreNames.RestoreChunk).Select(c => (c.Wave, c.Chunk)).ToArray();
        var compared = fakes.Activities.InputsOf(RestoreNames.CompareChunk);
        Assert.Equal(32, restored.Distinct().Count());
        Assert.Equal(32, restored.Length);
        Assert.Equal(restored.Order(), compared.Select(c => (c.Wave, c.Chunk)).Order());
        Assert.All(compared, c => Assert.Equal(RestoreFakes.AttemptOf(c.Wave, c.Chunk), c.RestoreAttempt));
    }

    [Fact]
    public async Task Nothing_is_compared_before_everything_is_restored()
    {
        var fakes = new RestoreFakes(RestoreFakes.Wave(0, 2), RestoreFakes.Wave(1, 2));

        await fakes.RunAsync();

        var calls = fakes.Activities.Calls.ToList();
        Assert.True(calls.LastIndexOf("RestoreChunk") < calls.IndexOf("CompareChunk"), string.Join(' ', calls));
        Assert.Equal(["FinishRestore", "CleanUpRestore"], calls.TakeLast(2));
    }

    [Fact]
    public async Task New_kinds_are_awaited_before_the_next_wave_begins()
    {
        var asked = 0;
        var fakes = new RestoreFakes(RestoreFakes.Wave(0, 1, hasDefinitions: true), RestoreFakes.Wave(1, 1))
        {
            Unserved = _ => ++asked < 5 ? 1 : 0,
        };

        (await fakes.RunAsync()).Result<RestoreSummary>();

        Assert.Equal(
            ["RestoreChunk", .. Enumerable.Repeat("CountUnservedKinds", 5), "RestoreChunk"],
            fakes.Activities.Calls.Skip(1).Take(7));
        Assert.Equal(0, Assert.Single(fakes.Activities.InputsOf(RestoreNames.FinishRestore)).UnservedKinds);
    }

    [Fact]
    public async Task Kinds_that_are_never_served_are_awaited_for_ten_minutes_and_then_reported()
    {
        var fakes = new RestoreFakes(RestoreFakes.Wave(0, 1, hasDefinitions: true), RestoreFakes.Wave(1, 1))
        {
            Unserved = _ => 2,
        };

        (await fakes.RunAsync()).Result<RestoreSummary>();

        // Once a second for ten minutes; the clock may be a little ahead of the timers.
        Assert.InRange(fakes.Activities.InputsOf(RestoreNames.CountUnservedKinds).Count, 300, 601);
        Assert.Equal(2, fakes.Activities.InputsOf(RestoreNames.RestoreChunk).Count);
        Assert.Equal(2, Assert.Single(fakes.Activities.InputsOf(RestoreNames.FinishRestore)).UnservedKinds);
    }

    [Fact]
    public async Task A_chunk_that_fails_for_good_fails_the_restore_after_cleaning_up()
    {
        var fakes = new RestoreFakes(RestoreFakes.Wave(0, 4), RestoreFakes.Wave(1, 1))
        {
            Restore = input => input.Chunk == 1
                ? throw new WorkflowsException(ErrorKind.Damaged, "The archive is damaged.")
                : RestoreFakes.Restored(input),
        };

        var run = await fakes.RunAsync();

        Assert.Equal(OrchestrationStatus.Failed, run.State.Status);
        Assert.Equal(nameof(ErrorKind.Damaged), run.State.Failure!.Kind);
        Assert.Equal("CleanUpRestore", fakes.Activities.Calls[^1]);
        Assert.DoesNotContain(fakes.Activities.InputsOf(RestoreNames.RestoreChunk), input => input.Wave == 1);
    }

    [Fact]
    public async Task A_restore_that_ends_early_reports_the_waves_that_ended_and_why()
    {
        var fakes = new RestoreFakes(RestoreFakes.Wave(0, 2), RestoreFakes.Wave(1, 1))
        {
            Restore = input => input.Wave == 1
                ? throw new WorkflowsException(ErrorKind.Denied, "The token is not accepted any more.")
                : RestoreFakes.Restored(input),
        };

        await fakes.RunAsync();

        var finish = Assert.Single(fakes.Activities.InputsOf(RestoreNames.FinishRestore));
        Assert.Equal("The token is not accepted any more.", finish.Failure);
        Assert.Equal(200, Assert.Single(finish.Waves).Counts.Created);
    }

    [Fact]
    public async Task A_restore_that_is_done_stays_so_when_it_leaves_something_behind()
    {
        var fakes = new RestoreFakes(RestoreFakes.Wave(0, 1))
        {
            CleanUp = () => throw new WorkflowsException(ErrorKind.Denied, "Nothing may be deleted."),
        };

        Assert.Equal("to-green", (await fakes.RunAsync()).Result<RestoreSummary>().Name);
    }

    [Fact]
    public async Task Differences_found_reach_the_report()
    {
        var fakes = new RestoreFakes(RestoreFakes.Wave(0, 3))
        {
            Compare = input => input.Chunk == 1 ? new("c0ffee000001", new(100, 4)) : new(null, new(100, 0)),
        };

        (await fakes.RunAsync()).Result<RestoreSummary>();

        var finish = Assert.Single(fakes.Activities.InputsOf(RestoreNames.FinishRestore));
        Assert.Equal(new(300, 4), finish.Comparison.Counts);
        Assert.Equal(["c0ffee000001"], finish.Comparison.Records);
    }

    [Fact]
    public async Task A_comparison_restores_nothing_and_compares_everything()
    {
        var fakes = new RestoreFakes(RestoreFakes.Wave(0, 2), RestoreFakes.Wave(3, 2));
        var spec = new CompareSpec { Backup = "nightly", Cluster = fakes.Spec.Cluster, Store = "/backups" };

        var run = await Run.ToEndAsync(fakes.Register(), RestoreNames.Compare, spec);

        Assert.Equal(400, run.Result<ComparisonSummary>().Counts.Compared);
        Assert.DoesNotContain("RestoreChunk", fakes.Activities.Calls);
        Assert.All(fakes.Activities.InputsOf(RestoreNames.CompareChunk), input => Assert.Null(input.RestoreAttempt));
        Assert.Equal("CleanUpRestore", fakes.Activities.Calls[^1]);
    }
}
