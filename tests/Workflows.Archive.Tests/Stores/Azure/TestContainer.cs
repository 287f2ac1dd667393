using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
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

    /// <summary>The account with its key.</summary>
    public BlobServiceClient Account => Client.GetParentBlobServiceClient();

    /// <summary>The containers that stores in this one have beside it.</summary>
    public IEnumerable<string> Siblings() => Account
        .GetBlobContainers(BlobContainerTraits.Metadata)
        .Where(sibling => sibling.Properties.Metadata?.Values.Any(owner => owner.Split('/')[0] == Name) == true)
        .Select(sibling => sibling.Name);

    public void Dispose()
    {
        foreach (var sibling in Siblings())
            Account.DeleteBlobContainer(sibling);
        Client.Delete();
    }
}
