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
        var recorded = fakes.Activities.InputsOf(RestoreNames.RecordRestored);
        Assert.All(compared, c =>
        {
            var record = Assert.Single(recorded, r => r.Wave == c.Wave && r.Group == c.RestoredGroup);
            Assert.Contains(new ChunkAttempt(c.Chunk, RestoreFakes.AttemptOf(c.Wave, c.Chunk)), record.Attempts);
        });
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
            ["RestoreChunk", "RecordRestored", .. Enumerable.Repeat("CountUnservedKinds", 5), "RestoreChunk"],
            fakes.Activities.Calls.Skip(1).Take(8));
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
    public async Task A_restore_that_ends_early_records_the_chunks_that_were_done_and_says_why()
    {
        var fakes = new RestoreFakes(RestoreFakes.Wave(0, 2), RestoreFakes.Wave(1, 6))
        {
            Spec = RestoreFakes.Default with { Window = 1 },
            Restore = input => input is { Wave: 1, Chunk: 3 }
                ? throw new WorkflowsException(ErrorKind.Denied, "The token is not accepted any more.")
                : RestoreFakes.Restored(input),
        };

        await fakes.RunAsync();

        var finish = Assert.Single(fakes.Activities.InputsOf(RestoreNames.FinishRestore));
        Assert.Equal("The token is not accepted any more.", finish.Failure);
        Assert.Equal(
            [(0, 0), (0, 1), (1, 0), (1, 1), (1, 2)],
            fakes.Activities.InputsOf(RestoreNames.RecordRestored)
                .SelectMany(record => record.Attempts.Select(attempt => (record.Wave, attempt.Chunk))));
    }

    [Fact]
    public async Task Why_a_chunk_failed_is_told_even_if_the_others_can_not_be_recorded()
    {
        var fakes = new RestoreFakes(RestoreFakes.Wave(0, 2))
        {
            Restore = input => input.Chunk == 1
                ? throw new WorkflowsException(ErrorKind.Damaged, "The archive is damaged.")
                : RestoreFakes.Restored(input),
            Record = _ => throw new WorkflowsException(ErrorKind.Denied, "The store is read-only."),
        };

        var run = await fakes.RunAsync();

        Assert.Equal("The archive is damaged.", run.State.Failure!.Message);
        Assert.Equal(
            "The archive is damaged.", Assert.Single(fakes.Activities.InputsOf(RestoreNames.FinishRestore)).Failure);
    }

    [Fact]
    public async Task Why_a_restore_failed_is_told_even_if_it_can_not_be_reported()
    {
        var fakes = new RestoreFakes(RestoreFakes.Wave(0, 1))
        {
            Restore = _ => throw new WorkflowsException(ErrorKind.Damaged, "The archive is damaged."),
            Finish = _ => throw new WorkflowsException(ErrorKind.Denied, "The store is read-only."),
        };

        var run = await fakes.RunAsync();

        Assert.Equal("The archive is damaged.", run.State.Failure!.Message);
        Assert.Equal("CleanUpRestore", fakes.Activities.Calls[^1]);
    }

    [Fact]
    public async Task A_wave_of_many_chunks_is_restored_and_compared_in_groups_that_lose_none()
    {
        var fakes = new RestoreFakes(RestoreFakes.Wave(0, 1), RestoreFakes.Wave(4, ChunkGroup.MaxChunks + 1));

        var summary = (await fakes.RunAsync()).Result<RestoreSummary>();

        Assert.Equal(100 * (ChunkGroup.MaxChunks + 2), summary.Counts.Created);
        Assert.Equal(100 * (ChunkGroup.MaxChunks + 2), summary.Compared);
        Assert.Equal(
            [(0, 0, 1), (4, 0, ChunkGroup.MaxChunks), (4, 1, 1)],
            fakes.Activities.InputsOf(RestoreNames.RecordRestored).Select(r => (r.Wave, r.Group, r.Attempts.Count)));
        Assert.Equal(
            1, Assert.Single(
                fakes.Activities.InputsOf(RestoreNames.CompareChunk), c => c.Chunk == ChunkGroup.MaxChunks).RestoredGroup);
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
        Assert.Equal(new(300, 4), finish.Comparison);
        Assert.Equal(
            [new(1, "c0ffee000001")], Assert.Single(fakes.Activities.InputsOf(RestoreNames.RecordCompared)).Attempts);
    }

    [Fact]
    public async Task A_comparison_restores_nothing_and_compares_everything()
    {
        var fakes = new RestoreFakes(RestoreFakes.Wave(0, 2), RestoreFakes.Wave(3, 2));
        var spec = new CompareSpec { Backup = "nightly", Cluster = fakes.Spec.Cluster, Store = "/backups" };

        var run = await Run.ToEndAsync(fakes.Register(), RestoreNames.Compare, spec);

        Assert.Equal(400, run.Result<ComparisonSummary>().Counts.Compared);
        Assert.DoesNotContain("RestoreChunk", fakes.Activities.Calls);
        Assert.All(fakes.Activities.InputsOf(RestoreNames.CompareChunk), input => Assert.Null(input.RestoredGroup));
        Assert.Equal("CleanUpRestore", fakes.Activities.Calls[^1]);
    }
}
