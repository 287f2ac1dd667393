using Azure;
using Azure.Storage.Blobs;
using Workflows.Archive.Stores.AzureBlob;
using Workflows.Archive.Stores.Errors;
using Workflows.Archive.Stores.Folder;

namespace Workflows.Archive.Stores.Containers;

/// <summary>Opens containers to those who were granted them.</summary>
public static class StoreGrants
{
    /// <summary>Opens a grant's container; nothing is read or written yet.</summary>
    /// <param name="grant">The grant.</param>
    /// <param name="folder">Where the grant's folder is here, such as where it is mounted; null where it is the same path, or no folder.</param>
    /// <param name="timeProvider">Clock; null means the system's.</param>
    /// <exception cref="StoreAddressException">The grant names neither a folder nor a container with a signature.</exception>
    public static GrantedStore Open(StoreGrant grant, string? folder = null, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(grant);
        var clock = timeProvider ?? TimeProvider.System;
        return new GrantedStore(grant, renewed => OpenContainer(renewed, folder, clock), clock);
    }

    private static IArchiveStore OpenContainer(StoreGrant grant, string? folder, TimeProvider timeProvider) => grant switch
    {
        { Token: null, Folder: { } there } => new FolderStore(folder ?? there, timeProvider),
        { Token: { Length: > 0 } token, Folder: null } => new AzureBlobStore(
            new BlobContainerClient(grant.Location, new AzureSasCredential(token), AzureBlobConnection.CreateOptions()),
            timeProvider: timeProvider),
        _ => throw new StoreAddressException("a grant is either of a folder or has a signature"),
    };
}
