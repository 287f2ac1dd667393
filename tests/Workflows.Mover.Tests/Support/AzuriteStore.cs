using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Specialized;
using Workflows.Archive.Stores.AzureBlob;

namespace Workflows.Mover.Tests.Support;

/// <summary>A container of a test's own in the emulator that tests/run.sh starts, gone afterwards, with those beside it.</summary>
internal sealed class AzuriteStore : IDisposable
{
    private const string Variable = "WORKFLOWS_TEST_AZURITE";

    private readonly BlobContainerClient client;

    public AzuriteStore()
    {
        client = new(Environment.GetEnvironmentVariable(Variable), $"mover-{Guid.NewGuid():N}"[..20]);
        client.Create();
    }

    /// <summary>Why tests of it are skipped; null where it is there.</summary>
    public static string? WhyNot { get; } = string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Variable))
        ? $"Needs Azurite: tests/run.sh starts it where node and npm are, and sets {Variable} to its connection string."
        : null;

    public AzureBlobStore Open() => new(client);

    public void Dispose()
    {
        var account = client.GetParentBlobServiceClient();
        foreach (var container in account.GetBlobContainers(prefix: client.Name))
        {
            account.DeleteBlobContainer(container.Name);
        }
    }
}
