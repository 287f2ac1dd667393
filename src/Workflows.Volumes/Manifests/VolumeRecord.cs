using System.Text.Json.Serialization;
using Workflows.Archive.Encryption.Volumes;
using Workflows.Volumes.Packs;
using Workflows.Volumes.Stores;

namespace Workflows.Volumes.Manifests;

/// <summary>A backup of a volume: complete in itself, and written last. Without it there is no backup.</summary>
public sealed record VolumeRecord
{
    /// <summary>The newest version of the format: a reader refuses what is newer than itself.</summary>
    public const int CurrentFormat = 2;

    /// <summary>The version that has neither containers nor encryption.</summary>
    public const int FirstFormat = 1;

    public int Format { get; init; } = FirstFormat;

    public required string Name { get; init; }

    /// <summary>The volume's folder in the store.</summary>
    public required string Volume { get; init; }

    /// <summary>The container of the store that has the packs and the tree; null where they are beside the record.</summary>
    public string? Container { get; init; }

    /// <summary>How the packs, the tree and this record are encrypted; null where they are not.</summary>
    public VolumeEncryption? Encryption { get; init; }

    /// <summary>What was backed up, for a person: a path. Empty while it is locked.</summary>
    public required string Source { get; init; }

    /// <summary>The earlier backup of the volume whose chunks it shares; null for none.</summary>
    public string? Parent { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required DateTimeOffset CompletedAt { get; init; }

    /// <summary>The list of entries; length and hash are those of the stored bytes, as with packs.</summary>
    public required StoredTree Tree { get; init; }

    /// <summary>The packs that the chunks of its tree lie in, by number.</summary>
    public required IReadOnlyList<PackEntry> Packs { get; init; }

    public required VolumeTotals Totals { get; init; }

    /// <summary>
    /// What could not be read as it should; see <see cref="VolumeTotals.Problems"/> for how many there are. Empty while it
    /// is locked.
    /// </summary>
    public required IReadOnlyList<VolumeProblem> Problems { get; init; }

    /// <summary>What is good to know and no problem, a sentence each. Empty while it is locked.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Whether it was read without the key that it needs, so that it does not say all.</summary>
    [JsonIgnore]
    public bool IsLocked => SealedPart is not null;

    /// <summary>The attempts whose keys an encrypted backup is read with.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Attempts =>
        [.. Packs.Select(pack => VolumeLayout.AttemptOfPack(pack.Name)).Append(VolumeLayout.AttemptOfTree(Tree.Path)).Distinct(StringComparer.Ordinal)];

    /// <summary>What is still sealed.</summary>
    internal SealedRecordPart? SealedPart { get; init; }

    /// <summary>How many bytes of chunks a pack has; 0 where none has its stored length.</summary>
    internal long ContentLengthOf(PackEntry pack) => Encryption is null ? pack.Length : SealedLength.OfPlain(pack.Length);
}
