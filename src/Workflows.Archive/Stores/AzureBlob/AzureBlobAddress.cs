using System.Buffers;
using Azure.Storage.Blobs;
using Workflows.Archive.Stores.Errors;

namespace Workflows.Archive.Stores.AzureBlob;

/// <summary>
/// The address of a store in Azure Blob Storage. It never holds a credential: it is written into journals, specs and
/// messages.
/// </summary>
internal sealed record AzureBlobAddress
{
    /// <summary>The scheme of an address whose account is in a connection string.</summary>
    public const string ConnectionStringScheme = "azblob";

    /// <summary>Characters of a prefix; what remains of the 1,024 of a blob's name is ample for our own paths.</summary>
    private const int MaxPrefixLength = 200;

    private static readonly SearchValues<char> ContainerCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    private AzureBlobAddress(Uri? containerUri, string container, string prefix)
    {
        ContainerUri = containerUri;
        Container = container;
        Prefix = prefix;
    }

    /// <summary>The container's URI; null when the account is in a connection string.</summary>
    public Uri? ContainerUri { get; }

    public string Container { get; }

    /// <summary>What the names of all the store's blobs start with, without the slash that follows; empty for nothing.</summary>
    public string Prefix { get; }

    /// <summary>Whether an address has one of the schemes of Azure Blob Storage.</summary>
    public static bool Knows(string address) =>
        Starts(address, "https") || Starts(address, "http") || Starts(address, ConnectionStringScheme);

    /// <summary>The one spelling of the address.</summary>
    public override string ToString()
    {
        var container = ContainerUri?.AbsoluteUri ?? $"{ConnectionStringScheme}://{Container}";
        return Prefix.Length == 0 ? container : $"{container}/{Prefix}";
    }

    /// <exception cref="StoreAddressException">It names no container, or holds a credential (which the message does not).</exception>
    public static AzureBlobAddress Parse(string address)
    {
        // Looked for in the text: not every text with a secret in it is a URI.
        if (address.AsSpan().ContainsAny("?#@"))
        {
            throw new StoreAddressException(
                "its address holds a query, a fragment or a user, and addresses are written down where no secret may be. "
                + $"Put a shared access signature into the environment variable {AzureBlobConnection.SasVariable}");
        }

        return Starts(address, ConnectionStringScheme) ? ParseContainer(address) : ParseUri(address);
    }

    private static AzureBlobAddress ParseContainer(string address)
    {
        var rest = address[(ConnectionStringScheme.Length + "://".Length)..].TrimEnd('/');
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        return slash < 0
            ? new(null, CheckContainer(rest), "")
            : new(null, CheckContainer(rest[..slash]), CheckPrefix(rest[(slash + 1)..]));
    }

    private static AzureBlobAddress ParseUri(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri))
            throw new StoreAddressException("its address is no URI");
        if (uri.Scheme != Uri.UriSchemeHttps && !uri.IsLoopback)
            throw new StoreAddressException("http:// would show its data and credentials to everyone on the way; write https://");

        var builder = new BlobUriBuilder(uri);
        var container = CheckContainer(builder.BlobContainerName);
        var prefix = builder.BlobName.TrimEnd('/');
        builder.BlobName = "";
        return new(builder.ToUri(), container, prefix.Length == 0 ? "" : CheckPrefix(prefix));
    }

    /// <remarks>https://learn.microsoft.com/rest/api/storageservices/naming-and-referencing-containers--blobs--and-metadata</remarks>
    private static string CheckContainer(string name)
    {
        var valid = name.Length is >= 3 and <= 63
            && !name.AsSpan().ContainsAnyExcept(ContainerCharacters)
            && name[0] != '-' && name[^1] != '-' && !name.Contains("--", StringComparison.Ordinal);
        return valid
            ? name
            : throw new StoreAddressException(
                "its address names no container: one has 3 to 63 lower-case letters, digits and single dashes");
    }

    private static string CheckPrefix(string prefix)
    {
        var valid = prefix.Length <= MaxPrefixLength && prefix.Split('/').All(segment => StorePath.IsSegment(segment));
        return valid
            ? prefix
            : throw new StoreAddressException(
                $"what follows the container in its address must be segments of A-Z a-z 0-9 . _ - and have at most {MaxPrefixLength} characters");
    }

    private static bool Starts(string address, string scheme) =>
        address.StartsWith(scheme + "://", StringComparison.OrdinalIgnoreCase);
}
