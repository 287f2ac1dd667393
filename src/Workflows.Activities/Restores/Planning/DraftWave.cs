using Workflows.Core.Resources;
using Workflows.Core.Restores;

namespace Workflows.Activities.Restores.Planning;

/// <summary>A wave with its chunks, before they are stored.</summary>
internal sealed record DraftWave(int Number, string Name, IReadOnlyList<IReadOnlyList<ChunkItem>> Chunks)
{
    public int Objects => Chunks.Sum(chunk => chunk.Count);

    public RestoreWave Summarise() => new(
        Number,
        Name,
        Chunks.Count,
        Objects,
        Chunks.Any(chunk => chunk.Any(item => item.Key.Resource == KnownResources.CustomResourceDefinitions)));
}
