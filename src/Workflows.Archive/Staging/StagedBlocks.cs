using Workflows.Archive.Format;
using Workflows.Archive.Stores;

namespace Workflows.Archive.Staging;

/// <summary>The blocks that a backup has staged, encrypted or not.</summary>
internal static class StagedBlocks
{
    public static async Task DiscardAsync(IArchiveStore store, string backup, CancellationToken cancellationToken)
    {
        foreach (var paths in new[] { ArchivePaths.Of(backup, isEncrypted: false), ArchivePaths.Of(backup, isEncrypted: true) })
        {
            await store.DiscardBlocksAsync(paths.Tarball, cancellationToken);
            await store.DiscardBlocksAsync(paths.Index, cancellationToken);
        }
    }
}
