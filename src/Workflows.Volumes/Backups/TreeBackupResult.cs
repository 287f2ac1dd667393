using Workflows.Volumes.Manifests;
using Workflows.Volumes.Packs;

namespace Workflows.Volumes.Backups;

/// <summary>
/// What an attempt has stored: what the record of a backup is made of. It names files of the volume, so that it is
/// written into no journal and no log.
/// </summary>
public sealed record TreeBackupResult
{
    /// <summary>The newest version of the format.</summary>
    public const int CurrentFormat = 1;

    /// <summary>The version of the format: a reader refuses what is newer than itself.</summary>
    public int Format { get; init; } = CurrentFormat;

    /// <summary>The backup's name.</summary>
    public required string Name { get; init; }

    /// <summary>The volume's folder in the store.</summary>
    public required string Volume { get; init; }

    /// <summary>In the name of everything that was stored.</summary>
    public required string Attempt { get; init; }

    /// <summary>The earlier backup of the volume whose chunks it shares; null for none.</summary>
    public string? Parent { get; init; }

    /// <summary>Whether what was stored is sealed with the attempt's key.</summary>
    public bool IsEncrypted { get; init; }

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
