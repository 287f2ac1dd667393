using Workflows.Core.Backups;

namespace Workflows.Archive.Manifests;

/// <summary>
/// The manifest of an encrypted backup: what everybody may know, what the stored bytes hash to, so that damage can be
/// found without a key, and the whole manifest, sealed. FORMAT.md specifies it.
/// </summary>
internal sealed record SealedManifest
{
    public required int FormatVersion { get; init; }

    public required Guid BackupUid { get; init; }

    public required string Name { get; init; }

    public required BackupPhase Phase { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required DateTimeOffset CompletedAt { get; init; }

    public required long TtlSeconds { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    [System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? LockedUntil { get; init; }

    [System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull)]
    public string? Plan { get; init; }

    public required long Objects { get; init; }

    public required long Bytes { get; init; }

    public required long PlainBytes { get; init; }

    public required int Warnings { get; init; }

    public required int Errors { get; init; }

    [System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingDefault)]
    public int Snapshots { get; init; }

    public required ManifestEncryption Encryption { get; init; }

    /// <summary>Every file of the backup but this one and the key's envelope.</summary>
    public required IReadOnlyList<SealedFile> Files { get; init; }

    /// <summary>The manifest, sealed, in Base64.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public byte[] Ciphertext { get; init; } = [];

    /// <summary>The bytes of the file before the sealed manifest, which its tag covers too.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public byte[] Associated { get; init; } = [];

    public BackupOverview ToOverview() => new()
    {
        FormatVersion = FormatVersion,
        BackupUid = BackupUid,
        Name = Name,
        Phase = Phase,
        StartedAt = StartedAt,
        CompletedAt = CompletedAt,
        TtlSeconds = TtlSeconds,
        ExpiresAt = ExpiresAt,
        LockedUntil = LockedUntil,
        Plan = Plan,
        Objects = Objects,
        Bytes = Bytes,
        PlainBytes = PlainBytes,
        Warnings = Warnings,
        Snapshots = Snapshots,
        Errors = Errors,
        IsEncrypted = true,
    };
}

/// <summary>How a backup is encrypted.</summary>
/// <param name="Scheme">The name of all that FORMAT.md says about frames, keys and labels.</param>
/// <param name="Envelope">The path of the key's envelope.</param>
/// <param name="Salt">What the key of the sealed manifest is derived with: 64 hexadecimal digits.</param>
internal sealed record ManifestEncryption(string Scheme, string Envelope, string Salt);

/// <summary>A stored file of an encrypted backup.</summary>
/// <param name="Path">Its path in the store.</param>
/// <param name="Length">Its length as it is stored.</param>
/// <param name="Pieces">The runs that it is made of, in order and without a gap.</param>
internal sealed record SealedFile(string Path, long Length, IReadOnlyList<StoredRun> Pieces);

/// <summary>Stored bytes and their hash.</summary>
/// <param name="Length">How many.</param>
/// <param name="Sha256">SHA-256, lower-case hexadecimal.</param>
internal sealed record StoredRun(long Length, string Sha256);
