using Workflows.Archive.Format;
using Workflows.Archive.Stores;

namespace Workflows.Archive.Staging;

/// <summary>The blocks that a backup has staged, encrypted or not.</summary>
internal static class StagedBlocks
{
    /// <summary>The blobs that blocks are staged for.</summary>
    public static IEnumerable<string> PathsOf(string backup) =>
        new[] { ArchivePaths.Of(backup, isEncrypted: false), ArchivePaths.Of(backup, isEncrypted: true) }
            .SelectMany(paths => new[] { paths.Tarball, paths.Index });

    /// <summary>Drops them where nobody holds the name.</summary>
    public static async Task DiscardAsync(IArchiveStore store, string backup, CancellationToken cancellationToken)
    {
        foreach (var path in PathsOf(backup))
            await store.DiscardBlocksAsync(path, cancellationToken);
    }
}
