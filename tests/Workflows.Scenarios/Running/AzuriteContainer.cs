using Azure.Storage.Blobs;
using Workflows.Faults;
using Workflows.Faults.Connecting;

namespace Workflows.Scenarios.Running;

/// <summary>A container of a test's own in Azurite, behind a proxy, as the store of a workspace.</summary>
public sealed class AzuriteContainer : IAsyncDisposable
{
    private const string Variable = "WORKFLOWS_TEST_AZURITE";

    private readonly BlobContainerClient client;

    private AzuriteContainer(string name)
    {
        client = new BlobContainerClient(ConnectionString, name);
        Proxy = FaultProxy.Start(new ServerAddress(Host));
    }

    public static string? WhyNot { get; } = string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Variable))
        ? $"Needs Azurite: tests/run.sh starts it where node and npm are, and sets {Variable} to its connection string."
        : null;

    public FaultProxy Proxy { get; }

    /// <summary>The account's key, which the store's user must keep to himself.</summary>
    public static string AccountKey => ConnectionString
        .Split(';')
        .Single(pair => pair.StartsWith("AccountKey=", StringComparison.Ordinal))["AccountKey=".Length..];

    private static string ConnectionString => Environment.GetEnvironmentVariable(Variable)!;

    private static Uri Host => new(new Uri(ConnectionString
        .Split(';')
        .Single(pair => pair.StartsWith("BlobEndpoint=", StringComparison.Ordinal))["BlobEndpoint=".Length..]).GetLeftPart(UriPartial.Authority));

    public static async Task<AzuriteContainer> CreateAsync(Workspace workspace)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        var container = new AzuriteContainer($"scenario-{Guid.NewGuid():N}");
        await container.client.CreateAsync();
        var authority = workspace.PathOf("azurite-authority.pem");
        await File.WriteAllTextAsync(authority, container.Proxy.AuthorityPem);
        workspace.Store = $"azblob://{container.client.Name}";
        workspace.SetVariable("SSL_CERT_FILE", authority);
        workspace.SetVariable("AZURE_STORAGE_CONNECTION_STRING", ConnectionString
            .Replace(Host.GetLeftPart(UriPartial.Authority), container.Proxy.Url.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal)
            .Replace("DefaultEndpointsProtocol=http;", "DefaultEndpointsProtocol=https;", StringComparison.Ordinal));
        return container;
    }

    /// <summary>A blob as it lies there, past the proxy.</summary>
    public async Task<string> ReadAsync(string path) =>
        (await client.GetBlobClient(path).DownloadContentAsync()).Value.Content.ToString();

    /// <summary>Writes every blob into a folder, by its name.</summary>
    public async Task DownloadAsync(string folder)
    {
        await foreach (var blob in client.GetBlobsAsync())
        {
            var file = Path.Combine(folder, blob.Name);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await client.GetBlobClient(blob.Name).DownloadToAsync(file);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await client.DeleteAsync();
        await Proxy.DisposeAsync();
    }
}
