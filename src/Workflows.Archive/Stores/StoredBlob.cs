namespace Workflows.Archive.Stores;

/// <summary>What a store says about one blob.</summary>
/// <param name="Path">Its path in the store.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="ETag">An opaque text that changes whenever the content is replaced.</param>
/// <param name="LastModified">When it was last replaced, by the store's clock.</param>
public sealed record StoredBlob(string Path, long Length, string ETag, DateTimeOffset LastModified);
