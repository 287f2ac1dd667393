using Azure;
using Azure.Core;
using Azure.Storage.Blobs;
using Workflows.Archive.Stores.Errors;

namespace Workflows.Archive.Stores.AzureBlob;

/// <summary>
/// Finds the credential for a store in Azure Blob Storage: in the environment, at each start, and stored nowhere.
/// </summary>
internal static class AzureBlobConnection
{
    /// <summary>A shared access signature for <c>https://</c> addresses, in place of an identity.</summary>
    public const string SasVariable = "AZURE_STORAGE_SAS_TOKEN";

    /// <summary>The connection string for <c>azblob://</c> addresses.</summary>
    public const string ConnectionStringVariable = "AZURE_STORAGE_CONNECTION_STRING";

    /// <summary>Opens a container; nothing is sent yet.</summary>
    /// <param name="address">Its address.</param>
    /// <param name="variable">Gives the environment variable of a name; null or empty where it is not set.</param>
    /// <param name="options">How requests are sent; null as <see cref="CreateOptions"/> says.</param>
    /// <exception cref="StoreAddressException">The environment holds no usable credential.</exception>
    public static BlobContainerClient Open(
        AzureBlobAddress address, Func<string, string?> variable, BlobClientOptions? options = null)
    {
        options ??= CreateOptions();
        if (address.ContainerUri is not { } uri)
            return OpenByConnectionString(address, variable(ConnectionStringVariable), options);
        if (variable(SasVariable) is { Length: > 0 } sas)
            return OpenBySas(uri, sas, options);

        return uri.Scheme == Uri.UriSchemeHttps
            ? new BlobContainerClient(uri, ProcessIdentity.Azure, options)
            : throw new StoreAddressException($"an http:// address takes no Azure identity; set {SasVariable}");
    }

    /// <summary>Whether <see cref="Open"/> opens an address with an Azure identity.</summary>
    public static bool UsesIdentity(AzureBlobAddress address, Func<string, string?> variable) =>
        address.ContainerUri is not null && string.IsNullOrEmpty(variable(SasVariable));

    /// <summary>
    /// Seven tries within about a minute where the service refuses, or as many as <see cref="CallDeadline.Limit"/>
    /// leaves time for where it does not answer or names a time (<c>Retry-After</c>); beyond that, the caller's own
    /// retries take over.
    /// </summary>
    public static BlobClientOptions CreateOptions()
    {
        var options = new BlobClientOptions
        {
            Retry =
            {
                Mode = RetryMode.Exponential,
                MaxRetries = 6,
                Delay = TimeSpan.FromSeconds(0.8),
                MaxDelay = TimeSpan.FromSeconds(20),
                NetworkTimeout = CallDeadline.TryLimit,
            },
            Diagnostics = { ApplicationId = "workflows", IsLoggingContentEnabled = false },
        };
        options.AddPolicy(new SendingTimePolicy(), HttpPipelinePosition.PerCall);
        options.AddPolicy(new RefusalBodyPolicy(), HttpPipelinePosition.PerCall);
        options.AddPolicy(new SendingCountPolicy(), HttpPipelinePosition.PerRetry);
        options.AddPolicy(new UnknownHostPolicy(), HttpPipelinePosition.PerRetry);
        return options;
    }

    private static BlobContainerClient OpenByConnectionString(
        AzureBlobAddress address, string? connectionString, BlobClientOptions options)
    {
        if (string.IsNullOrEmpty(connectionString))
            throw new StoreAddressException($"an azblob:// address needs the environment variable {ConnectionStringVariable}");

        try
        {
            return new BlobServiceClient(connectionString, options).GetBlobContainerClient(address.Container);
        }
        catch (Exception error) when (error is FormatException or ArgumentException or InvalidOperationException or UriFormatException)
        {
            // What the parser says may quote the text, and with it the key.
            throw new StoreAddressException($"the environment variable {ConnectionStringVariable} holds no connection string of a storage account");
        }
    }

    private static BlobContainerClient OpenBySas(Uri uri, string sas, BlobClientOptions options) =>
        sas.Contains("sig=", StringComparison.Ordinal) && !sas.AsSpan().ContainsAny(" \r\n\t")
            ? new BlobContainerClient(uri, new AzureSasCredential(sas), options)
            : throw new StoreAddressException($"the environment variable {SasVariable} holds no shared access signature");
}
