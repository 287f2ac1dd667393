namespace Workflows.Archive.Stores;

/// <summary>Limits that every store keeps: those of Azure block blobs, the narrowest of the known stores.</summary>
public static class StoreLimits
{
    /// <summary>Blocks that one blob may be made of.</summary>
    /// <remarks>https://learn.microsoft.com/azure/storage/blobs/scalability-targets</remarks>
    public const int MaxBlocksPerBlob = 50_000;

    /// <summary>Bytes of one block. Azure takes 4,000 MiB since 2019; 100 MiB is what every version takes.</summary>
    public const int MaxBlockBytes = 100 * 1024 * 1024;

    /// <summary>Characters of a block id: Azure takes 64 bytes of Base64, which is 48 of text.</summary>
    public const int MaxBlockIdLength = 48;

    /// <summary>Characters of a path.</summary>
    public const int MaxPathLength = 1024;

    /// <summary>Characters of one segment of a path: what common file systems take.</summary>
    public const int MaxSegmentLength = 255;
}
