using Workflows.Volumes.Packs;

namespace Workflows.Volumes.Manifests;

/// <summary>A backup of a volume: complete in itself, and written last. Without it there is no backup.</summary>
public sealed record VolumeRecord
{
    /// <summary>The version of the format: a reader refuses what is newer than itself.</summary>
    public const int CurrentFormat = 1;

    public int Format { get; init; } = CurrentFormat;

    public required string Name { get; init; }

    /// <summary>The volume's folder in the store.</summary>
    public required string Volume { get; init; }

    /// <summary>The container of the store that has the packs and the tree; null where they are beside the record.</summary>
    public string? Container { get; init; }

    /// <summary>What was backed up, for a person: a path.</summary>
    public required string Source { get; init; }

    /// <summary>The earlier backup of the volume whose chunks it shares; null for none.</summary>
    public string? Parent { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required DateTimeOffset CompletedAt { get; init; }

    public required StoredTree Tree { get; init; }

    /// <summary>The packs that the chunks of its tree lie in, by number.</summary>
    public required IReadOnlyList<PackEntry> Packs { get; init; }

    public required VolumeTotals Totals { get; init; }

    /// <summary>What could not be read as it should; see <see cref="VolumeTotals.Problems"/> for how many there are.</summary>
    public required IReadOnlyList<VolumeProblem> Problems { get; init; }

    /// <summary>What is good to know and no problem, a sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
