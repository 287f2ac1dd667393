using Azure;
using Azure.Storage.Blobs;
using Workflows.Archive.Stores.AzureBlob;
using Workflows.Archive.Stores.Errors;
using Workflows.Archive.Stores.Folder;

namespace Workflows.Archive.Stores.Containers;

/// <summary>Opens one grant after the other of the same container; what was unanswered under one stays so under the next.</summary>
/// <param name="folder">Where the grant's folder is here; null where it is the same path.</param>
/// <param name="spool">Where blocks are gathered; null for the temporary folder.</param>
/// <param name="timeProvider">Clock.</param>
/// <param name="options">How requests are sent to Azure.</param>
internal sealed class GrantOpening(string? folder, string? spool, TimeProvider timeProvider, BlobClientOptions options) : IDisposable
{
    private readonly UnansweredWrites unanswered = new();
    private readonly BlockSpool blocks = new(spool, timeProvider);

    public IBlobReader OpenReader(StoreGrant grant) => FolderOf(grant) is { } root
        ? new FolderStore(root, timeProvider)
        : new AzureBlobStore(Container(grant), "", timeProvider, hasIdentity: false, grant.ExpiresAt);

    public IBlobCreator OpenCreator(StoreGrant grant) => FolderOf(grant) is { } root
        ? new FolderCreator(new FolderStore(root, timeProvider), unanswered)
        : new AzureBlobCreator(Container(grant), blocks, unanswered, timeProvider, grant.ExpiresAt);

    public void Dispose() => blocks.Dispose();

    private string? FolderOf(StoreGrant grant) => grant switch
    {
        { Token: null, Folder: { Length: > 0 } there } => folder ?? there,
        { Token.Length: > 0, Folder: null } => null,
        _ => throw new StoreAddressException("a grant is either of a folder or has a signature"),
    };

    private BlobContainerClient Container(StoreGrant grant) => new(grant.Location, new AzureSasCredential(grant.Token!), options);
}
