using Workflows.Core.Restores;
using Workflows.Orchestrations.Tests.Hosting;

namespace Workflows.Orchestrations.Tests.Restores;

public sealed class RestoreHistoryTests
{
    [Fact]
    public async Task No_entry_of_a_restore_of_a_thousand_chunks_outgrows_a_history()
    {
        var fakes = new RestoreFakes(
            RestoreFakes.Wave(0, 100), RestoreFakes.Wave(1, 600), RestoreFakes.Wave(2, 300));

        AssertFits(await fakes.RunAsync());
    }

    [Fact]
    public async Task No_entry_outgrows_a_history_when_every_chunk_has_differences()
    {
        var fakes = new RestoreFakes(
            RestoreFakes.Wave(0, 100), RestoreFakes.Wave(1, 600), RestoreFakes.Wave(2, 300))
        {
            Compare = input => new(RestoreFakes.AttemptOf(input.Wave, input.Chunk), new(100, 1)),
        };

        AssertFits(await fakes.RunAsync());
    }

    private static void AssertFits(Run run)
    {
        run.Result<RestoreSummary>();
        Assert.True(
            run.LargestPayload.Bytes < Run.HistoryEntryLimit,
            $"{run.LargestPayload.Bytes} bytes: {run.LargestPayload.Whose}");
    }
}
