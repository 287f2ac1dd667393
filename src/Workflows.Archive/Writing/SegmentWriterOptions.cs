using Workflows.Archive.Encryption;
using Workflows.Archive.Stores;

namespace Workflows.Archive.Writing;

/// <summary>How a segment is written.</summary>
public sealed record SegmentWriterOptions
{
    /// <summary>Bytes of a staged block, 4 MiB unless told; up to <see cref="StoreLimits.MaxBlockBytes"/>.</summary>
    public int BlockBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>What the segment is encrypted with; null writes it in the clear. One key for all of a backup.</summary>
    public BackupKey? Key { get; init; }

    /// <summary>
    /// The modification time of every tar entry: the moment the backup shows. It is given, not read from a clock, so
    /// that an attempt that is repeated writes the same bytes.
    /// </summary>
    public DateTimeOffset EntryTime { get; init; } = DateTimeOffset.UnixEpoch;
}
