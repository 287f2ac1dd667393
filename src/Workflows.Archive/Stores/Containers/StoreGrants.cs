using Azure.Storage.Blobs;
using Workflows.Archive.Stores.AzureBlob;
using Workflows.Archive.Stores.Errors;

namespace Workflows.Archive.Stores.Containers;

/// <summary>Opens containers to those who were granted them.</summary>
public static class StoreGrants
{
    /// <summary>Opens a grant's container; nothing is read or written yet.</summary>
    /// <param name="grant">The grant.</param>
    /// <param name="folder">Where the grant's folder is here, such as where it is mounted; null where it is the same path, or no folder.</param>
    /// <param name="spool">
    /// Where blocks are gathered that may not be staged in the store (Azure lets nobody do that who may only create):
    /// a blob made of blocks takes twice its length there while it is committed. Null for the temporary folder.
    /// </param>
    /// <param name="timeProvider">Clock; null means the system's.</param>
    /// <exception cref="StoreAddressException">The grant names neither a folder nor a container with a signature.</exception>
    public static GrantedStore Open(
        StoreGrant grant, string? folder = null, string? spool = null, TimeProvider? timeProvider = null) =>
        Open(grant, AzureBlobConnection.CreateOptions(), folder, spool, timeProvider);

    internal static GrantedStore Open(
        StoreGrant grant, BlobClientOptions options, string? folder = null, string? spool = null, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(grant);
        return new GrantedStore(grant, new GrantOpening(folder, spool, timeProvider ?? TimeProvider.System, options));
    }
}
