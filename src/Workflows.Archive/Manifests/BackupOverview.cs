using Workflows.Core.Backups;

namespace Workflows.Archive.Manifests;

/// <summary>What can be told about any backup without a key: names, times and counts, but nothing that was in it.</summary>
public sealed record BackupOverview
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

    /// <summary>Until when nobody may delete it; null where its making said nothing of it.</summary>
    public DateTimeOffset? LockedUntil { get; init; }

    /// <summary>The plan that it was made by; null for one that a person made.</summary>
    public string? Plan { get; init; }

    /// <summary>How many objects it holds.</summary>
    public required long Objects { get; init; }

    /// <summary>The archive's length, packed, in bytes; its tags, where it is encrypted, don't count.</summary>
    public required long Bytes { get; init; }

    /// <summary>The length of its objects unpacked, in bytes.</summary>
    public required long PlainBytes { get; init; }

    /// <summary>How many warnings its report has.</summary>
    public required int Warnings { get; init; }

    /// <summary>How many errors its report has.</summary>
    public required int Errors { get; init; }

    /// <summary>How many snapshots of volumes it names, which are with the storage system.</summary>
    public int Snapshots { get; init; }

    /// <summary>Whether a key is needed to read it.</summary>
    public required bool IsEncrypted { get; init; }

    internal static BackupOverview Of(ArchiveManifest manifest, bool isEncrypted = false) => new()
    {
        FormatVersion = manifest.FormatVersion,
        BackupUid = manifest.BackupUid,
        Name = manifest.Name,
        Phase = manifest.Phase,
        StartedAt = manifest.StartedAt,
        CompletedAt = manifest.CompletedAt,
        TtlSeconds = manifest.TtlSeconds,
        ExpiresAt = manifest.ExpiresAt,
        LockedUntil = manifest.LockedUntil,
        Plan = manifest.Plan,
        Objects = manifest.Totals.Objects,
        Bytes = manifest.Archive.Length,
        PlainBytes = manifest.Totals.PlainBytes,
        Warnings = manifest.Warnings.Count,
        Errors = manifest.Errors.Count,
        Snapshots = manifest.Volumes?.Count(volume => volume.Snapshot is not null) ?? 0,
        IsEncrypted = isEncrypted,
    };
}
