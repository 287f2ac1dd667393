using Workflows.Core.Restores.Waves;

namespace Workflows.Activities.Restores.Planning;

/// <summary>Puts objects into waves and cuts each wave into chunks.</summary>
internal static class WaveCutter
{
    /// <summary>A chunk is some seconds of work, so that little is done again after a kill.</summary>
    private const int MaxChunk = 200;

    /// <summary>Below this, an activity costs more than it does.</summary>
    private const int MinChunk = 20;

    /// <param name="items">The objects; those of a chunk keep their order, which is the archive's.</param>
    /// <param name="order">Which wave each kind belongs to.</param>
    /// <param name="window">How many chunks are restored at once: a small wave is cut finer, to use them all.</param>
    public static IReadOnlyList<DraftWave> Cut(IReadOnlyList<ChunkItem> items, WaveOrder order, int window) =>
    [
        .. items
            .GroupBy(item => order.WaveOf(item.Key.Resource))
            .OrderBy(wave => wave.Key)
            .Select(wave => new DraftWave(
                wave.Key,
                order.Waves[wave.Key].Name,
                [.. wave.Chunk(Math.Clamp(wave.Count() / window, MinChunk, MaxChunk))])),
    ];
}
