using Azure;
using Azure.Storage.Blobs;
using Workflows.Archive.Stores;
using Workflows.Archive.Stores.AzureBlob;
using Workflows.Archive.Stores.Errors;
using Workflows.Archive.Stores.Locks;
using Workflows.Archive.Tests.Stores.Azure;
using Workflows.Archive.Tests.Support;
using Workflows.Core.Retention;

namespace Workflows.Archive.Tests.Stores.Locks;

/// <summary>Locks of Azure Blob Storage, by the answers that it documents.</summary>
public sealed class AzureBlobLocksTests : BlobLocksConformance, IDisposable
{
    private static readonly Uri Container = new("https://shopbackups.blob.core.windows.net/workflows");
    private static readonly BlobLock Unlocked = new("a", null, DeleteLockMode.Unlocked, IsHeld: false);

    private readonly DocumentedBlobService service;

    public AzureBlobLocksTests()
    {
        service = new DocumentedBlobService(() => Now);
        Store = Open(service);
    }

    protected override IArchiveStore Store { get; }

    protected override DateTimeOffset Now { get; set; } = Begin;

    [Fact]
    public async Task What_is_enough_costs_no_request_and_a_refused_deletion_one_more_than_its_own()
    {
        var store = (ILockingStore)Store;
        await Store.WriteAsync("a", "x"u8.ToArray(), WriteCondition.IfAbsent);
        await store.LockAsync(Unlocked, Begin.AddDays(1), DeleteLockMode.Unlocked);
        var seen = (await store.FindLockAsync("a"))!;
        service.Requests.Clear();

        await store.LockAsync(seen, Begin.AddDays(1), DeleteLockMode.Unlocked);
        Assert.Empty(service.Requests);
        await Assert.ThrowsAsync<StoreProtectedException>(() => Store.DeleteAsync("a"));
        Assert.Equal(["DELETE", "HEAD"], service.Requests);
    }

    [Theory]
    [InlineData(501, "APINotImplemented")]
    [InlineData(409, "FeatureNotSupportedOnAccount")]
    [InlineData(400, "UnsupportedHeader")]
    public async Task An_account_without_version_level_immutability_says_that_it_keeps_no_locks(int status, string code)
    {
        var store = Open(new RecordedAnswers(_ => RecordedAnswers.Refusal(status, code, "No.")));

        StoreException[] errors =
        [
            await Assert.ThrowsAsync<StoreLocksUnsupportedException>(() => store.LockAsync(Unlocked, Begin.AddDays(1), DeleteLockMode.Unlocked)),
            await Assert.ThrowsAsync<StoreLocksUnsupportedException>(() => store.SetHoldAsync("a", isHeld: true)),
        ];

        Assert.All(errors, error => Assert.Contains(code, error.Message, StringComparison.Ordinal));
        Assert.All(errors, error => Assert.False(error.IsTransient));
    }

    [Fact]
    public async Task A_credential_without_the_right_is_told_which_one_it_needs()
    {
        var store = Open(new RecordedAnswers(_ => RecordedAnswers.Refusal(
            403, "AuthorizationPermissionMismatch", "This request is not authorized to perform this operation using this permission.")));

        var error = await Assert.ThrowsAsync<StoreAccessDeniedException>(
            () => store.LockAsync(Unlocked, Begin.AddDays(1), DeleteLockMode.Unlocked));

        Assert.Contains("immutableStorage/runAsSuperUser/action", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("BlobImmutableDueToPolicy")]
    [InlineData("BlobImmutableDueToLegalHold")]
    public async Task A_refused_deletion_of_what_may_not_be_looked_at_is_reported_at_once(string code)
    {
        var requests = 0;
        var store = Open(new RecordedAnswers(request =>
        {
            requests++;
            return request.Method == HttpMethod.Delete
                ? RecordedAnswers.Refusal(409, code, "This operation is not permitted as the blob is immutable.")
                : RecordedAnswers.Refusal(403, "AuthorizationPermissionMismatch", "This request is not authorized.");
        }));

        var error = await Assert.ThrowsAsync<StoreProtectedException>(() => store.DeleteAsync("a"));

        Assert.Equal((2, null, false), (requests, error.Until, error.IsTransient));
        Assert.Contains("immutability policy or a legal hold", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_is_busy_is_asked_again()
    {
        var tries = 0;
        var store = Open(new RecordedAnswers(_ => ++tries == 1
            ? RecordedAnswers.Refusal(503, "ServerBusy", "The server is busy.")
            : new HttpResponseMessage(System.Net.HttpStatusCode.OK)));

        Assert.True(await store.LockAsync(Unlocked, Begin.AddDays(1), DeleteLockMode.Unlocked));
        Assert.Equal(2, tries);
    }

    [AzuriteFact]
    public async Task Azurite_keeps_no_locks_and_says_so()
    {
        using var container = new TestContainer();
        var store = container.Store();
        await store.WriteAsync("a", "x"u8.ToArray(), WriteCondition.IfAbsent);

        var seen = await store.FindLockAsync("a");
        await Assert.ThrowsAsync<StoreLocksUnsupportedException>(
            () => store.LockAsync(seen!, DateTimeOffset.UtcNow.AddDays(1), DeleteLockMode.Unlocked));
        await Assert.ThrowsAsync<StoreLocksUnsupportedException>(() => store.SetHoldAsync("a", isHeld: true));
        Assert.Equal(Unlocked, seen);
    }

    public void Dispose() => service.Dispose();

    private static AzureBlobStore Open(HttpMessageHandler handler)
    {
        var options = Azurite.QuickOptions(handler);
        options.Retry.MaxRetries = 1;
        return new(
            new BlobContainerClient(Container, new AzureSasCredential("?sv=2022-11-02&sp=racwdli&sig=c2VjcmV0"), options),
            "",
            new FixedClock(Begin));
    }
}
