using Workflows.Volumes.Packs;
using Workflows.Volumes.Trees;

namespace Workflows.Volumes.Manifests;

/// <summary>What a file holds.</summary>
/// <param name="Length">How many bytes it has, holes included.</param>
/// <param name="Runs">Its runs of data; null where it has no holes.</param>
/// <param name="Chunks">The content of its runs, one after the other.</param>
public sealed record FileContent(long Length, IReadOnlyList<DataRun>? Runs, IReadOnlyList<ChunkRef> Chunks)
{
    /// <summary>The runs of data of the file, whether it has holes or not.</summary>
    public IReadOnlyList<DataRun> DataRuns => Runs ?? (Length == 0 ? [] : [new(0, Length)]);
}
