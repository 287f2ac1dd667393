using System.Text.Json;
using Workflows.Archive.Velero;
using Workflows.Core.Backups;
using Workflows.Core.Volumes;

namespace Workflows.Archive.Manifests;

/// <summary>
/// What the caller of a commit knows about the backup; the rest of the manifest comes from the bytes. All times are
/// given: a commit that is repeated must be given the same draft.
/// </summary>
public sealed record ArchiveManifestDraft
{
    public required Guid BackupUid { get; init; }

    public required string Name { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required DateTimeOffset CompletedAt { get; init; }

    /// <summary>How long the backup is to be kept, from <see cref="StartedAt"/>; zero means for ever.</summary>
    public TimeSpan Ttl { get; init; }

    /// <summary>For how long from <see cref="StartedAt"/> nobody may delete it; zero means not at all.</summary>
    public TimeSpan DeleteLock { get; init; }

    /// <summary>The plan that it is made by; null for one that a person makes.</summary>
    public string? Plan { get; init; }

    /// <summary>The modification time that the segments' writers were given.</summary>
    public DateTimeOffset EntryTime { get; init; } = DateTimeOffset.UnixEpoch;

    public required SourceCluster Source { get; init; }

    /// <summary>What was selected, for <c>describe</c>; any JSON.</summary>
    public required JsonElement Selection { get; init; }

    /// <summary>The same selection in Velero's words.</summary>
    public VeleroBackupFilters VeleroFilters { get; init; } = new();

    public IReadOnlyList<BackupProblem> Warnings { get; init; } = [];

    /// <summary>What was selected and is not in the archive; any makes it <see cref="BackupPhase.PartiallyFailed"/>.</summary>
    public IReadOnlyList<BackupProblem> Errors { get; init; } = [];

    /// <summary>The claims whose data was to be in the backup; null where none was asked for.</summary>
    public IReadOnlyList<ArchivedClaim>? Volumes { get; init; }

    public BackupPhase Phase => Errors.Count == 0 ? BackupPhase.Completed : BackupPhase.PartiallyFailed;

    public DateTimeOffset? ExpiresAt => Ttl > TimeSpan.Zero ? StartedAt + Ttl : null;

    public DateTimeOffset? LockedUntil => DeleteLock > TimeSpan.Zero ? StartedAt + DeleteLock : null;
}
