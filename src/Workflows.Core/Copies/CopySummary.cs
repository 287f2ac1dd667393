namespace Workflows.Core.Copies;

/// <summary>What became of a copy.</summary>
/// <param name="Name">The backup's name, in both stores.</param>
/// <param name="BackupUid">Its identity, in both stores.</param>
/// <param name="WasThere">Whether it was in the target already, so that there was nothing to do.</param>
public sealed record CopySummary(string Name, Guid BackupUid, bool WasThere)
{
    /// <summary>What was written to the target.</summary>
    public CopyCounts Copied { get; init; }

    /// <summary>What was there before: data of volumes that an earlier copy or backup has brought.</summary>
    public CopyCounts Shared { get; init; }

    /// <summary>How many of the bytes went from store to store, and not through this process.</summary>
    public long DirectBytes { get; init; }

    /// <summary>How many claims' data came with it.</summary>
    public int Volumes { get; init; }

    /// <summary>How many snapshots it names, which are with the storage system and in no store.</summary>
    public int Snapshots { get; init; }
}
