using Azure.Storage.Blobs;
using Workflows.Archive.Stores.AzureBlob;

namespace Workflows.Archive.Tests.Stores.Azure;

/// <summary>A container of a test's own in Azurite, gone afterwards.</summary>
public sealed class TestContainer : IDisposable
{
    public TestContainer()
    {
        Client = new BlobContainerClient(Azurite.ConnectionString, Name);
        Client.Create();
    }

    public string Name { get; } = $"test-{Guid.NewGuid():N}";

    /// <summary>The container with the account's key.</summary>
    public BlobContainerClient Client { get; }

    /// <param name="options">How requests are sent.</param>
    /// <param name="prefix">The store's prefix.</param>
    /// <param name="host">Where to send them in place of Azurite; null for Azurite.</param>
    /// <param name="timeProvider">The store's clock; null for the system's.</param>
    public AzureBlobStore Store(
        BlobClientOptions? options = null, string prefix = "", Uri? host = null, TimeProvider? timeProvider = null) => new(
            new BlobContainerClient(Azurite.ConnectionStringAt(host ?? Azurite.Endpoint), Name, options ?? Azurite.QuickOptions()),
            prefix,
            timeProvider);

    public void Dispose() => Client.Delete();
}
