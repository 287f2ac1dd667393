using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using Workflows.Archive.Stores.AzureBlob;

namespace Workflows.Archive.Tests.Stores.Azure;

/// <summary>The emulator that tests/run.sh starts.</summary>
public static class Azurite
{
    private const string Variable = "WORKFLOWS_TEST_AZURITE";

    /// <summary>Why tests of it are skipped; null where it is there.</summary>
    public static string? WhyNot { get; } = string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Variable))
        ? $"Needs Azurite: tests/run.sh starts it where node and npm are, and sets {Variable} to its connection string."
        : null;

    public static string ConnectionString => Environment.GetEnvironmentVariable(Variable)!;

    /// <summary>The account's key, which must be found nowhere.</summary>
    public static string Key => Setting("AccountKey");

    public static Uri Endpoint => new(Setting("BlobEndpoint"));

    /// <summary>The connection string with another endpoint, such as a proxy's.</summary>
    public static string ConnectionStringAt(Uri host)
    {
        ArgumentNullException.ThrowIfNull(host);
        return ConnectionString
            .Replace(Endpoint.GetLeftPart(UriPartial.Authority), host.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal)
            .Replace("DefaultEndpointsProtocol=http;", $"DefaultEndpointsProtocol={host.Scheme};", StringComparison.Ordinal);
    }

    /// <summary>The product's options with pauses short enough for tests.</summary>
    public static BlobClientOptions QuickOptions(HttpMessageHandler? handler = null)
    {
        var options = AzureBlobConnection.CreateOptions();
        options.Retry.Delay = TimeSpan.FromMilliseconds(10);
        options.Retry.MaxDelay = TimeSpan.FromMilliseconds(100);
        options.Retry.NetworkTimeout = TimeSpan.FromSeconds(20);
        if (handler is not null)
            options.Transport = new HttpClientTransport(new HttpClient(handler));
        return options;
    }

    private static string Setting(string name) => ConnectionString
        .Split(';')
        .Single(pair => pair.StartsWith(name + "=", StringComparison.Ordinal))[(name.Length + 1)..];
}

/// <summary>A class of tests that need Azurite: the suites that it inherits are skipped without.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NeedsAzuriteAttribute : Attribute;

/// <summary>A test that needs Azurite.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AzuriteFactAttribute : FactAttribute
{
    public AzuriteFactAttribute() => Skip = Azurite.WhyNot;
}
