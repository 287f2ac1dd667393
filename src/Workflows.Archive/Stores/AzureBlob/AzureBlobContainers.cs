using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Azure.Storage.Sas;
using Workflows.Archive.Stores.Containers;
using Workflows.Archive.Stores.Errors;

namespace Workflows.Archive.Stores.AzureBlob;

/// <summary>
/// The containers of a store in Azure Blob Storage: containers of the same account, beside the store's own. A mark says
/// whose they are, since anybody may have one of such a name.
/// </summary>
/// <param name="container">The store's own container.</param>
/// <param name="prefix">The store's prefix.</param>
/// <param name="store">The store's address.</param>
/// <param name="hasIdentity">Whether the client's credential is an Azure identity.</param>
/// <param name="timeProvider">Clock.</param>
internal sealed class AzureBlobContainers(
    BlobContainerClient container, string prefix, Uri store, bool hasIdentity, TimeProvider timeProvider)
{
    /// <summary>The metadata with the store that a container belongs to.</summary>
    private const string Mark = "workflows_store";

    private readonly AzureBlobErrors errors = new(store, container.AccountName, container.Name, timeProvider);

    private string Owner => prefix.Length == 0 ? container.Name : $"{container.Name}/{prefix}";

    public async Task<IArchiveStore> OpenAsync(string name, bool create, CancellationToken cancellationToken)
    {
        var sibling = Sibling(name);
        await GuardAsync(
            sibling,
            async token =>
            {
                if (!await IsOursAsync(sibling, token))
                    await CreateAsync(sibling, create, token);
                return true;
            },
            cancellationToken);
        return new AzureBlobStore(sibling, "", timeProvider, hasIdentity);
    }

    public Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken) => GuardAsync<IReadOnlyList<string>>(
        container,
        async token =>
        {
            var names = new List<string>();
            var found = container.GetParentBlobServiceClient().GetBlobContainersAsync(
                BlobContainerTraits.Metadata, BlobContainerStates.None, SiblingName.StartOfAll(container.Name), token);
            await foreach (var item in found)
            {
                if (item.Properties.Metadata is { } metadata && HasMark(metadata)
                    && SiblingName.NameOf(container.Name, prefix, item.Name) is { } name)
                    names.Add(name);
            }

            return [.. names.Order(StringComparer.Ordinal)];
        },
        cancellationToken);

    public Task<StoreGrant> GrantAsync(string name, StoreAccess access, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        StoreGrant.CheckLifetime(lifetime);
        var sibling = Sibling(name);
        return GuardAsync(
            sibling,
            async token =>
            {
                var found = await sibling.GetPropertiesAsync(cancellationToken: token);
                CheckMark(sibling, found.Value.Metadata);

                // The service judges by its own clock, so that is the one to count by; whole seconds is what is signed.
                var now = found.GetRawResponse().Headers.Date ?? timeProvider.GetUtcNow();
                var expires = DateTimeOffset.FromUnixTimeSeconds((now + lifetime).ToUnixTimeSeconds());
                return new StoreGrant
                {
                    Access = access,
                    Location = sibling.Uri,
                    Token = await SignAsync(sibling, access, expires, token),
                    ExpiresAt = expires,
                };
            },
            cancellationToken);
    }

    /// <summary>A signature that lets its holder use a container until a time.</summary>
    internal static async Task<string> SignAsync(
        BlobContainerClient sibling, StoreAccess access, DateTimeOffset expires, CancellationToken cancellationToken)
    {
        // No start: a signature that starts now has not started yet for a service whose clock is a second behind.
        var builder = new BlobSasBuilder(
            access == StoreAccess.CreateOnly ? BlobContainerSasPermissions.Create : BlobContainerSasPermissions.Read, expires)
        {
            BlobContainerName = sibling.Name,
            Resource = "c",
            Protocol = sibling.Uri.Scheme == Uri.UriSchemeHttps ? SasProtocol.Https : SasProtocol.HttpsAndHttp,
        };
        if (sibling.CanGenerateSasUri)
            return sibling.GenerateSasUri(builder).Query.TrimStart('?');

        var key = await sibling.GetParentBlobServiceClient().GetUserDelegationKeyAsync(startsOn: null, expires, cancellationToken);
        return builder.ToSasQueryParameters(key.Value, sibling.AccountName).ToString();
    }

    /// <summary>Whether a container is there; it is the store's then.</summary>
    /// <exception cref="ContainerTakenException">It is somebody else's.</exception>
    private async Task<bool> IsOursAsync(BlobContainerClient sibling, CancellationToken cancellationToken)
    {
        try
        {
            CheckMark(sibling, (await sibling.GetPropertiesAsync(cancellationToken: cancellationToken)).Value.Metadata);
            return true;
        }
        catch (RequestFailedException error) when (AzureBlobErrors.IsContainerMissing(error))
        {
            return false;
        }
    }

    private async Task CreateAsync(BlobContainerClient sibling, bool create, CancellationToken cancellationToken)
    {
        if (!create)
            throw Missing(sibling);
        try
        {
            await sibling.CreateAsync(
                PublicAccessType.None,
                new Dictionary<string, string>(StringComparer.Ordinal) { [Mark] = Owner },
                encryptionScopeOptions: null,
                cancellationToken);
        }
        catch (RequestFailedException error) when (error.ErrorCode == BlobErrorCode.ContainerAlreadyExists)
        {
            // By another at the same time, or by a try of ours whose answer was lost.
            if (!await IsOursAsync(sibling, cancellationToken))
                throw Missing(sibling);
        }
    }

    private void CheckMark(BlobContainerClient sibling, IDictionary<string, string> metadata)
    {
        if (HasMark(metadata))
            return;
        throw new ContainerTakenException(
            store,
            sibling.Name,
            $"Rename one of them, or, where it was made for this store, say so: az storage container metadata update "
                + $"--account-name {container.AccountName} --name {sibling.Name} --metadata {Mark}={Owner} --auth-mode login");
    }

    private bool HasMark(IDictionary<string, string> metadata) =>
        metadata.Any(pair => pair.Key.Equals(Mark, StringComparison.OrdinalIgnoreCase) && pair.Value == Owner);

    private StoreNotFoundException Missing(BlobContainerClient sibling) =>
        new(store, $"container {sibling.Name}", "It was deleted, or what it held was never written here.");

    private BlobContainerClient Sibling(string name)
    {
        ContainerName.Validate(name);
        var sibling = SiblingName.Of(container.Name, prefix, name);
        return hasIdentity || container.CanGenerateSasUri
            ? container.GetParentBlobServiceClient().GetBlobContainerClient(sibling)
            : throw new StoreAccessDeniedException(
                store,
                $"container {sibling}",
                advice: "The store is opened by a shared access signature, which can't sign what others are granted. Use an Azure "
                    + $"identity, or azblob:// with the account's key in {AzureBlobConnection.ConnectionStringVariable}.");
    }

    private async Task<T> GuardAsync<T>(
        BlobContainerClient sibling, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        using var deadline = new CallDeadline(timeProvider, cancellationToken);
        try
        {
            return await call(deadline.Token);
        }
        catch (RequestFailedException error) when (AzureBlobErrors.IsContainerMissing(error))
        {
            throw Missing(sibling);
        }
        catch (Exception error) when (AzureBlobErrors.Knows(error, cancellationToken))
        {
            throw errors.TranslateForContainer(error, sibling.Name);
        }
    }
}
