using Workflows.Core.Errors;

namespace Workflows.Archive.Stores.Errors;

/// <summary>Blocks that were to be committed are not staged (any more): what they held must be staged again.</summary>
public sealed class BlocksMissingException(Uri store, string path, IReadOnlyList<string> blockIds)
    : StoreException(
        ErrorKind.Failed,
        $"{blockIds.Count} staged blocks of \"{path}\" are not in the store {store} (the first is {blockIds[0]}); " +
        "staged blocks expire after a week and with every commit, so they must be written again.")
{
    public IReadOnlyList<string> BlockIds { get; } = blockIds;
}
