using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Azure.Storage.Sas;
using Workflows.Archive.Stores;
using Workflows.Archive.Stores.AzureBlob;
using Workflows.Archive.Stores.Containers;
using Workflows.Archive.Stores.Errors;

namespace Workflows.Archive.Tests.Stores.Azure;

/// <summary>
/// What the service itself refuses to whoever holds a grant's signature, by attempts with a client that keeps none of
/// our rules; and whom the store grants nothing.
/// </summary>
[NeedsAzurite]
public sealed class AzureGrantTests : IAsyncLifetime, IDisposable
{
    private const string Path = "volumes/v/packs/one";

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly TestContainer container = new();
    private readonly AzureBlobStore store;
    private IArchiveStore one = null!;

    public AzureGrantTests() => store = container.Store();

    public async Task InitializeAsync()
    {
        one = await store.OpenContainerAsync("one", create: true);
        await one.WriteAsync(Path, "theirs"u8.ToArray(), WriteCondition.IfAbsent);
        await store.OpenContainerAsync("two", create: true);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => container.Dispose();

    [StoreFact]
    public async Task A_signature_to_create_creates_and_does_nothing_else()
    {
        var client = await ClientAsync(StoreAccess.CreateOnly);
        var (there, absent) = (client.GetBlockBlobClient(Path), client.GetBlockBlobClient("new"));

        await AssertRefusedAsync(
            () => there.DownloadContentAsync(),
            () => there.GetPropertiesAsync(),
            () => there.GetBlockListAsync(),
            () => client.GetBlobsAsync().AsPages().FirstAsync().AsTask(),
            () => there.UploadAsync(Body()),
            () => there.UploadAsync(Body(), new BlobUploadOptions { Conditions = new() { IfNoneMatch = ETag.All } }),
            () => there.SetMetadataAsync(new Dictionary<string, string>(StringComparer.Ordinal) { ["a"] = "b" }),
            () => there.StageBlockAsync(AzureBlockId.Of("block-1"), Body()),
            () => there.CommitBlockListAsync([]),
            () => there.DeleteAsync(),
            () => absent.StageBlockAsync(AzureBlockId.Of("block-1"), Body()),
            () => absent.CommitBlockListAsync([]));
        await AssertContainersAreOutOfReachAsync(client);
        Assert.Equal("theirs", await ReadAsync(one));
        Assert.Equal(1, await one.ListAsync("").CountAsync());

        await absent.UploadAsync(Body());
        Assert.Equal("mine", await ReadAsync(one, "new"));
    }

    [StoreFact]
    public async Task A_signature_to_read_reads_and_does_nothing_else()
    {
        var client = await ClientAsync(StoreAccess.ReadOnly);
        var (there, absent) = (client.GetBlockBlobClient(Path), client.GetBlockBlobClient("new"));

        await AssertRefusedAsync(
            () => client.GetBlobsAsync().AsPages().FirstAsync().AsTask(),
            () => there.UploadAsync(Body()),
            () => there.SetMetadataAsync(new Dictionary<string, string>(StringComparer.Ordinal) { ["a"] = "b" }),
            () => there.CommitBlockListAsync([]),
            () => there.DeleteAsync(),
            () => absent.UploadAsync(Body()),
            () => absent.StageBlockAsync(AzureBlockId.Of("block-1"), Body()));
        await AssertContainersAreOutOfReachAsync(client);

        Assert.Equal("theirs", (await there.DownloadContentAsync()).Value.Content.ToString());
        Assert.Equal(1, await one.ListAsync("").CountAsync());
    }

    [StoreFact]
    public async Task A_grant_that_has_ended_says_so_and_the_call_succeeds_once_it_is_renewed()
    {
        var grant = await store.GrantAsync("one", StoreAccess.CreateOnly, Hour);
        var ended = grant with { Token = EndedToken(), ExpiresAt = TimeProvider.System.GetUtcNow() - Hour };
        using var granted = StoreGrants.Open(ended, Azurite.QuickOptions());

        var error = await Assert.ThrowsAsync<StoreAccessDeniedException>(
            () => granted.WriteAsync("new", "mine"u8.ToArray(), WriteCondition.IfAbsent));
        Assert.True(error.IsExpired, error.Message);
        Assert.Contains("expired", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("sig=", error.ToString(), StringComparison.OrdinalIgnoreCase);

        granted.Renew(grant);
        await granted.WriteAsync("new", "mine"u8.ToArray(), WriteCondition.IfAbsent);
        Assert.Equal("mine", await ReadAsync(one, "new"));

        using var reading = StoreGrants.Open(ended with { Access = StoreAccess.ReadOnly }, Azurite.QuickOptions());
        Assert.True((await Assert.ThrowsAsync<StoreAccessDeniedException>(() => reading.FindAsync(Path))).IsExpired);
    }

    [StoreFact]
    public async Task A_grant_that_allows_less_than_it_should_is_no_blob_in_the_way()
    {
        var grant = await store.GrantAsync("one", StoreAccess.ReadOnly, Hour);
        using var granted = StoreGrants.Open(grant with { Access = StoreAccess.CreateOnly }, Azurite.QuickOptions());

        var error = await Assert.ThrowsAsync<StoreAccessDeniedException>(
            () => granted.WriteAsync("new", "mine"u8.ToArray(), WriteCondition.IfAbsent));

        Assert.False(error.IsExpired);
        Assert.Null(await one.FindAsync("new"));
    }

    [StoreFact]
    public async Task A_grant_is_of_the_endpoint_that_the_connection_string_names()
    {
        var grant = await store.GrantAsync("one", StoreAccess.ReadOnly, Hour);

        Assert.Equal($"{Azurite.Endpoint.AbsoluteUri.TrimEnd('/')}/{container.Name}-one", grant.Location.AbsoluteUri);
        Assert.Empty(grant.Location.Query);
        Assert.Null(grant.Folder);
        Assert.InRange(grant.ExpiresAt!.Value - TimeProvider.System.GetUtcNow(), 0.9 * Hour, 1.1 * Hour);
    }

    [StoreFact]
    public async Task A_container_of_somebody_else_is_neither_opened_nor_granted()
    {
        await container.Account.CreateBlobContainerAsync(container.Name + "-taken");
        try
        {
            var error = await Assert.ThrowsAsync<ContainerTakenException>(() => store.OpenContainerAsync("taken", create: true));
            Assert.Contains("az storage container metadata update", error.Message, StringComparison.Ordinal);
            await Assert.ThrowsAsync<ContainerTakenException>(() => store.OpenContainerAsync("taken", create: false));
            await Assert.ThrowsAsync<ContainerTakenException>(() => store.GrantAsync("taken", StoreAccess.ReadOnly, Hour));
        }
        finally
        {
            await container.Account.DeleteBlobContainerAsync(container.Name + "-taken");
        }
    }

    [StoreFact]
    public async Task A_store_that_is_opened_by_a_signature_grants_nothing_and_says_why()
    {
        var all = container.Client.GenerateSasUri(BlobContainerSasPermissions.All, DateTimeOffset.UtcNow.AddHours(1));
        var signed = new AzureBlobStore(new BlobContainerClient(container.Client.Uri, new AzureSasCredential(all.Query), Azurite.QuickOptions()));
        await signed.WriteAsync("a", "x"u8.ToArray(), WriteCondition.IfAbsent);

        foreach (var call in new Func<Task>[]
        {
            () => signed.OpenContainerAsync("one", create: true),
            () => signed.OpenContainerAsync("one", create: false),
            () => signed.GrantAsync("one", StoreAccess.ReadOnly, Hour),
        })
        {
            var error = await Assert.ThrowsAsync<StoreAccessDeniedException>(call);
            Assert.Contains("opened by a shared access signature", error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("sig=", error.ToString(), StringComparison.OrdinalIgnoreCase);
        }
    }

    private static MemoryStream Body() => new("mine"u8.ToArray());

    private static async Task AssertRefusedAsync(params Func<Task>[] calls)
    {
        foreach (var (number, call) in calls.Index())
        {
            var error = await Record.ExceptionAsync(call);
            Assert.True(error is RequestFailedException { Status: 403 }, $"Attempt {number} came to: {error?.Message ?? "success"}");
        }
    }

    private async Task AssertContainersAreOutOfReachAsync(BlobContainerClient client)
    {
        await AssertRefusedAsync(
            () => client.SetMetadataAsync(new Dictionary<string, string>(StringComparer.Ordinal) { ["a"] = "b" }),
            () => client.SetAccessPolicyAsync(PublicAccessType.Blob),
            () => client.DeleteAsync());
        foreach (var name in new[] { container.Name, container.Name + "-two" })
        {
            var other = client.GetParentBlobServiceClient().GetBlobContainerClient(name);
            await AssertRefusedAsync(
                () => other.GetBlockBlobClient("new").UploadAsync(Body()),
                () => other.GetBlockBlobClient(Path).DownloadContentAsync(),
                () => other.GetBlobsAsync().AsPages().FirstAsync().AsTask());
        }

        await AssertRefusedAsync(() => client.GetParentBlobServiceClient().CreateBlobContainerAsync(container.Name + "-three"));
    }

    private async Task<BlobContainerClient> ClientAsync(StoreAccess access)
    {
        var grant = await store.GrantAsync("one", access, Hour);
        return new(grant.Location, new AzureSasCredential(grant.Token!), Azurite.QuickOptions());
    }

    private string EndedToken() => container.Account.GetBlobContainerClient(container.Name + "-one")
        .GenerateSasUri(BlobContainerSasPermissions.Create, TimeProvider.System.GetUtcNow() - Hour).Query;

    private static async Task<string> ReadAsync(IBlobReader reader, string path = Path)
    {
        await using var stream = await reader.OpenReadAsync(path);
        using var text = new StreamReader(stream);
        return await text.ReadToEndAsync();
    }
}
