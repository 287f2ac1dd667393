using System.Text.Json;
using System.Text.Json.Serialization;
using Workflows.Core.Backups;
using Workflows.Core.Volumes;

namespace Workflows.Archive.Manifests;

/// <summary>
/// What makes a backup a backup: what it is, where its bytes lie, and what they must hash to. Written last.
/// FORMAT.md specifies the file; readers ignore fields that they don't know.
/// </summary>
public sealed record ArchiveManifest
{
    /// <summary>The version of the archive format.</summary>
    public required int FormatVersion { get; init; }

    /// <summary>The identity of the backup; two backups of one name have two.</summary>
    public required Guid BackupUid { get; init; }

    public required string Name { get; init; }

    public required BackupPhase Phase { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required DateTimeOffset CompletedAt { get; init; }

    /// <summary>How long it is to be kept, in seconds; 0 means for ever.</summary>
    public required long TtlSeconds { get; init; }

    /// <summary>When retention may delete it; null means never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Until when nobody may delete it; absent where its making said nothing of it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? LockedUntil { get; init; }

    /// <summary>The plan that it was made by; absent for one that a person made.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Plan { get; init; }

    public required SourceCluster Source { get; init; }

    /// <summary>What was selected, as the backup's plan says it; opaque here.</summary>
    public required JsonElement Selection { get; init; }

    public required ArchiveContents Archive { get; init; }

    public required IndexContents Index { get; init; }

    /// <summary>Velero's documents beside the archive.</summary>
    public required IReadOnlyList<StoredDocument> Documents { get; init; }

    public required ArchiveTotals Totals { get; init; }

    public required IReadOnlyList<BackupProblem> Warnings { get; init; }

    public required IReadOnlyList<BackupProblem> Errors { get; init; }

    /// <summary>The claims whose data was to be in the backup; absent where none was asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ArchivedClaim>? Volumes { get; init; }

    /// <summary>Reserved: null means that the archive is not encrypted.</summary>
    public JsonElement? Encryption { get; init; }
}
