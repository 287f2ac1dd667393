using System.Text.Json;
using Workflows.Core.Restores;
using Workflows.Durable;
using Workflows.Orchestrations.Restores;
using Workflows.Orchestrations.Tests.Hosting;

namespace Workflows.Orchestrations.Tests.Restores;

public sealed class RestoreHistoryTests
{
    /// <summary>400,000 objects a wave.</summary>
    private const int Chunks = 2_000;

    [Fact]
    public async Task No_entry_outgrows_a_history_however_many_chunks_the_waves_have()
    {
        var fakes = new RestoreFakes(RestoreFakes.Wave(0, 1), RestoreFakes.Wave(1, Chunks), RestoreFakes.Wave(2, Chunks));

        AssertFits(await fakes.RunAsync());
    }

    [Fact]
    public async Task No_entry_outgrows_a_history_when_every_chunk_has_differences()
    {
        var fakes = new RestoreFakes(RestoreFakes.Wave(0, Chunks))
        {
            Compare = input => new(RestoreFakes.AttemptOf(input.Wave, input.Chunk), new(100, 1)),
        };

        AssertFits(await fakes.RunAsync());
    }

    /// <summary>What a run on the engine would take minutes to show for millions of objects.</summary>
    [Fact]
    public void What_grows_with_the_chunks_stays_far_below_the_limit()
    {
        RestoreWave[] waves = [.. Enumerable.Range(0, 20).Select(number => RestoreFakes.Wave(number, Chunks))];
        var attempts = Enumerable.Range(99_000, ChunkGroup.MaxChunks)
            .Select(chunk => new ChunkAttempt(chunk, RestoreFakes.AttemptOf(19, chunk)));
        object[] payloads =
        [
            new RecordGroupInput(RestoreFakes.Default, "5e1f00c0ffee", 19, 399, [.. attempts]),
            new FinishRestoreInput(RestoreFakes.Default, RestoreFakes.Plan(waves), ComparisonCounts.None, 0, default),
            new FinishComparisonInput(RestoreFakes.Default, RestoreFakes.Plan(waves), ComparisonCounts.None),
            RestoreFakes.Plan(waves),
        ];

        Assert.All(payloads, payload => Assert.InRange(
            JsonSerializer.SerializeToUtf8Bytes(payload, payload.GetType(), DurableJson.Options).Length,
            1,
            Run.HistoryEntryLimit / 3));
    }

    private static void AssertFits(Run run)
    {
        run.Result<RestoreSummary>();
        Assert.True(
            run.LargestPayload.Bytes < Run.HistoryEntryLimit,
            $"{run.LargestPayload.Bytes} bytes: {run.LargestPayload.Whose}");
    }
}
