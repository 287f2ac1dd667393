using System.Net;
using System.Net.Sockets;
using System.Text;
using Azure;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Sas;
using Workflows.Archive.Stores;
using Workflows.Archive.Stores.AzureBlob;
using Workflows.Archive.Stores.Errors;
using Workflows.Archive.Tests.Support;
using Workflows.Core.Errors;

namespace Workflows.Archive.Tests.Stores.Azure;

/// <summary>
/// What the store says when Azure refuses, by answers as the service documents and gives them. Azurite gives few.
/// </summary>
public sealed class AzureBlobErrorTests
{
    private const string Signature = "c2VjcmV0LXNpZ25hdHVyZS1vZi1hLXNhcw%3D%3D";
    private const string Sas = "?sv=2022-11-02&sp=racwdl&se=2026-01-01T00%3A00%3A00Z&sig=" + Signature;

    private static readonly Uri Container = new("https://shopbackups.blob.core.windows.net/workflows");
    private static readonly DateTimeOffset Now = RecordedAnswers.LastModified;

    public static TheoryData<int, string, string, Type, ErrorKind, string> Answers => new()
    {
        { 401, "InvalidAuthenticationInfo", "Server failed to authenticate the request.", typeof(StoreAccessDeniedException), ErrorKind.Denied, "sign in again" },
        { 403, "AuthorizationPermissionMismatch", "This request is not authorized to perform this operation using this permission.", typeof(StoreAccessDeniedException), ErrorKind.Denied, "Storage Blob Data Contributor" },
        { 403, "AuthorizationFailure", "This request is not authorized to perform this operation.", typeof(StoreAccessDeniedException), ErrorKind.Denied, "network rules" },
        { 403, "KeyBasedAuthenticationNotPermitted", "Key based authentication is not permitted on this storage account.", typeof(StoreAccessDeniedException), ErrorKind.Denied, "takes no keys" },
        { 403, "AuthenticationFailed", $"Signature did not match. String to sign used was racwdl; sig={Signature}", typeof(StoreAccessDeniedException), ErrorKind.Denied, "Check that the credential" },
        { 403, "AuthenticationFailed", "Request date header too old: 'Wed, 20 May 2026 02:30:00 GMT'", typeof(StoreAccessDeniedException), ErrorKind.Denied, "set this machine's clock" },
        { 403, "AuthenticationFailed", $"Signature not valid in the specified time frame: Expiry [Thu, 01 Jan 2026 00:00:00 GMT] sig={Signature}", typeof(StoreAccessDeniedException), ErrorKind.Denied, "expired" },
        { 404, "ContainerNotFound", "The specified container does not exist.", typeof(StoreNotFoundException), ErrorKind.NotFound, "az storage container create --account-name shopbackups --name workflows" },
        { 403, "UnauthorizedBlobOverwrite", "This request is not authorized to perform blob overwrites.", typeof(StoreAccessDeniedException), ErrorKind.Denied, "create blobs and not replace them" },
        { 409, "BlobImmutableDueToPolicy", "This operation is not permitted as the blob is immutable due to a policy.", typeof(StoreProtectedException), ErrorKind.Denied, "immutability policy" },
        { 412, "LeaseIdMissing", "There is currently a lease on the blob and no lease ID was specified in the request.", typeof(StoreProtectedException), ErrorKind.Denied, "lease" },
        { 503, "ServerBusy", "The server is busy.", typeof(StoreUnavailableException), ErrorKind.Unavailable, "HTTP 503 ServerBusy" },
        { 500, "OperationTimedOut", "Operation could not be completed within the specified time.", typeof(StoreUnavailableException), ErrorKind.Unavailable, "OperationTimedOut" },
        { 507, "InsufficientStorage", "No room.", typeof(StoreFullException), ErrorKind.Failed, "full" },
        { 409, "BlockCountExceedsLimit", "The uncommitted block count cannot exceed the maximum limit of 100,000 blocks.", typeof(StoreException), ErrorKind.Failed, "BlockCountExceedsLimit" },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task An_answer_becomes_an_error_that_says_what_to_do(
        int status, string code, string message, Type type, ErrorKind kind, string said)
    {
        var store = Store(_ => RecordedAnswers.Refusal(status, code, message));

        var errors = new[]
        {
            await Assert.ThrowsAnyAsync<StoreException>(() => store.WriteAsync("a/b", new byte[] { 1 }, WriteCondition.None)),
            await Assert.ThrowsAnyAsync<StoreException>(() => store.StageBlockAsync("a/b", "block-1", new byte[] { 1 })),
            await Assert.ThrowsAnyAsync<StoreException>(() => store.CommitBlocksAsync("a/b", ["block-1"], WriteCondition.None)),
            await Assert.ThrowsAnyAsync<StoreException>(() => store.FindAsync("a/b")),
            await Assert.ThrowsAnyAsync<StoreException>(() => store.DeleteAsync("a/b")),
            await Assert.ThrowsAnyAsync<StoreException>(() => store.ListAsync("a/").CountAsync().AsTask()),
        };

        Assert.All(errors, error =>
        {
            Assert.IsType(type, error);
            Assert.Equal(kind, error.Kind);
            Assert.Contains(said, error.Message, StringComparison.Ordinal);
            AssertNoSecret(error);
        });
    }

    [Theory]
    [InlineData("application/json", """{"kind":"Status","status":"Failure","code":503}""")]
    [InlineData("application/json", "[]")]
    [InlineData("application/json", "{")]
    [InlineData("application/xml", "<Error><Code>ServerBusy</Code>")]
    [InlineData("application/xml", "<html><body>Try later.</body></html>")]
    [InlineData("text/html", "<html><body>Try later.</body></html>")]
    [InlineData("application/xml", "")]
    public async Task A_refusal_in_another_form_than_the_services_is_told_by_its_status(string type, string body)
    {
        var store = Store(_ => new(HttpStatusCode.ServiceUnavailable) { Content = new StringContent(body, Encoding.UTF8, type) });

        await AssertTellsAsync(store, "HTTP 503");
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/xml")]
    public async Task A_refusal_that_is_cut_while_it_says_why_is_told_by_its_status(string type)
    {
        var store = Store(_ =>
        {
            var answer = RecordedAnswers.Refusal(503, "ServerBusy", "The server is busy.");
            answer.Content = new StreamContent(new BrokenStream());
            answer.Content.Headers.ContentType = new(type);
            return answer;
        });

        await AssertTellsAsync(store, "HTTP 503 ServerBusy");
    }

    [Fact]
    public async Task A_clock_that_is_wrong_is_named_by_how_much()
    {
        var store = Store(_ =>
        {
            var answer = RecordedAnswers.Refusal(403, "AuthenticationFailed", "Server failed to authenticate the request.");
            answer.Headers.Date = Now.AddMinutes(47);
            return answer;
        });

        var error = await Assert.ThrowsAsync<StoreAccessDeniedException>(() => store.FindAsync("a"));

        Assert.Contains("47 minutes behind", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_policy_protects_stands_in_the_way_of_a_creation_as_any_other_blob_does()
    {
        var store = Store(request => request.Method == HttpMethod.Head
            ? RecordedAnswers.Blob(new ByteArrayContent([]))
            : RecordedAnswers.Refusal(409, "BlobImmutableDueToPolicy", "This operation is not permitted as the blob is immutable due to a policy."));

        await Assert.ThrowsAsync<StoreConflictException>(() => store.WriteAsync("a", new byte[] { 1 }, WriteCondition.IfAbsent));
    }

    [Fact]
    public async Task What_a_signature_may_not_replace_nor_read_stands_in_the_way_of_a_creation()
    {
        var store = Store(request => request.Method == HttpMethod.Head
            ? RecordedAnswers.Refusal(403, "AuthorizationPermissionMismatch", "This request is not authorized to perform this operation using this permission.")
            : RecordedAnswers.Refusal(403, "UnauthorizedBlobOverwrite", "This request is not authorized to perform blob overwrites."));

        await Assert.ThrowsAsync<StoreConflictException>(() => store.WriteAsync("a", new byte[] { 1 }, WriteCondition.IfAbsent));
        await Assert.ThrowsAsync<StoreConflictException>(() => store.CommitBlocksAsync("a", ["block-1"], WriteCondition.IfAbsent));
        await Assert.ThrowsAsync<StoreAccessDeniedException>(() => store.WriteAsync("a", new byte[] { 1 }, WriteCondition.None));
    }

    [Fact]
    public async Task What_a_signature_may_read_and_not_replace_is_recognised_as_the_own_write_whose_answer_was_lost()
    {
        string? mark = null;
        var store = Store(request =>
        {
            if (request.Method == HttpMethod.Head)
            {
                var found = RecordedAnswers.Blob(new ByteArrayContent([]));
                found.Headers.Add("x-ms-meta-workflows_write", mark);
                return found;
            }

            if (mark is not null)
                return RecordedAnswers.Refusal(403, "UnauthorizedBlobOverwrite", "This request is not authorized to perform blob overwrites.");
            mark = request.Headers.GetValues("x-ms-meta-workflows_write").Single();
            throw new HttpRequestException("The connection was reset.", new SocketException((int)SocketError.ConnectionReset));
        });

        Assert.Equal("0x8D1", (await store.WriteAsync("a", new byte[] { 1 }, WriteCondition.IfAbsent)).ETag);
    }

    [Fact]
    public async Task A_connection_that_fails_is_tried_again_and_then_unavailable_and_tells_no_query()
    {
        var tries = 0;
        var store = Store(request => throw new HttpRequestException(
            $"No connection to {request.RequestUri} ({++tries})", new SocketException((int)SocketError.ConnectionRefused)));

        var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.FindAsync("a"));

        Assert.Equal(2, tries);
        Assert.Contains("ConnectionRefused", error.Message, StringComparison.Ordinal);
        AssertNoSecret(error);
    }

    [Fact]
    public async Task A_name_that_is_nobodys_is_said_at_once()
    {
        var tries = 0;
        var store = Store(request => throw new HttpRequestException(
            $"Name not known: {request.RequestUri} ({++tries})", new SocketException((int)SocketError.HostNotFound)));

        var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.FindAsync("a"));

        Assert.Equal(1, tries);
        Assert.Contains("'shopbackups.blob.core.windows.net' can't be resolved", error.Message, StringComparison.Ordinal);
        AssertNoSecret(error);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_in_time_is_unavailable()
    {
        var store = Store(_ => throw new TaskCanceledException("The operation was cancelled because it exceeded the configured timeout."));

        var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.FindAsync("a"));

        Assert.Contains("in time", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_ends_a_call_sees_just_that()
    {
        using var ended = new CancellationTokenSource();
        await ended.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store(_ => RecordedAnswers.Blob(new ByteArrayContent([]))).FindAsync("a", ended.Token));
    }

    [Fact]
    public async Task A_list_goes_on_page_by_page()
    {
        var asked = new List<string?>();
        var store = Store(request =>
        {
            var query = request.RequestUri!.Query;
            asked.Add(query.Split('&').FirstOrDefault(pair => pair.StartsWith("marker=", StringComparison.Ordinal)));
            return query.Contains("marker=second", StringComparison.Ordinal) ? RecordedAnswers.Page(["b", "c"], "") : RecordedAnswers.Page(["a"], "second");
        });

        Assert.Equal(["a", "b", "c"], await store.ListAsync("").Select(blob => blob.Path).ToArrayAsync());
        Assert.Equal([null, "marker=second"], asked);
    }

    [Fact]
    public async Task Folders_of_a_hierarchical_namespace_are_no_blobs()
    {
        var store = Store(_ => RecordedAnswers.Page(["a", "a/b"], "", folders: ["a"]));

        Assert.Equal(["a/b"], await store.ListAsync("").Select(blob => blob.Path).ToArrayAsync());
    }

    [Fact]
    public void A_client_of_a_signed_address_shows_the_address_without_the_signature()
    {
        var store = new AzureBlobStore(new BlobContainerClient(new Uri(Container + Sas)), "team");

        Assert.Equal("https://shopbackups.blob.core.windows.net/workflows/team", store.Location.AbsoluteUri);
    }

    [AzuriteFact]
    public async Task A_shared_access_signature_opens_what_it_was_made_for_and_is_told_to_nobody()
    {
        using var container = new TestContainer();
        var good = container.Client.GenerateSasUri(BlobContainerSasPermissions.All, DateTimeOffset.UtcNow.AddHours(1)).Query;
        var late = container.Client.GenerateSasUri(BlobContainerSasPermissions.All, DateTimeOffset.UtcNow.AddHours(-1)).Query;
        var readOnly = container.Client.GenerateSasUri(BlobContainerSasPermissions.Read, DateTimeOffset.UtcNow.AddHours(1)).Query;

        await Open(good).WriteAsync("a", "x"u8.ToArray(), WriteCondition.IfAbsent);
        Assert.Equal(1, (await Open(readOnly).FindAsync("a"))!.Length);
        foreach (var sas in new[] { late, readOnly })
        {
            var error = await Assert.ThrowsAsync<StoreAccessDeniedException>(
                () => Open(sas).WriteAsync("b", "x"u8.ToArray(), WriteCondition.IfAbsent));
            Assert.DoesNotContain("sig=", error.ToString(), StringComparison.OrdinalIgnoreCase);
        }

        IArchiveStore Open(string sas)
        {
            var address = AzureBlobAddress.Parse($"{Azurite.Endpoint}/{container.Name}/prefix");
            var client = AzureBlobConnection.Open(
                address, name => name == AzureBlobConnection.SasVariable ? sas : null, Azurite.QuickOptions());
            return new AzureBlobStore(client, address.Prefix);
        }
    }

    [AzuriteFact]
    public async Task A_container_that_is_not_there_is_named_whatever_is_asked_for()
    {
        var store = new AzureBlobStore(new BlobContainerClient(Azurite.ConnectionString, "nobody-made-this", Azurite.QuickOptions()));

        await Assert.ThrowsAsync<StoreNotFoundException>(() => store.FindAsync("a"));
        await Assert.ThrowsAsync<StoreNotFoundException>(() => store.OpenReadAsync("a"));
        await Assert.ThrowsAsync<StoreNotFoundException>(() => store.ListAsync("").CountAsync().AsTask());
        await Assert.ThrowsAsync<StoreNotFoundException>(() => store.DeleteAsync("a"));
        var error = await Assert.ThrowsAsync<StoreNotFoundException>(
            () => store.WriteAsync("a", "x"u8.ToArray(), WriteCondition.IfAbsent));
        Assert.DoesNotContain(Azurite.Key, error.ToString(), StringComparison.Ordinal);
    }

    [AzuriteFact]
    public async Task A_key_of_another_account_is_denied()
    {
        using var container = new TestContainer();
        var uri = new Uri($"{Azurite.Endpoint}/{container.Name}");
        var wrong = new StorageSharedKeyCredential(
            Azurite.Endpoint.AbsolutePath.Trim('/'), Convert.ToBase64String(Encoding.UTF8.GetBytes("another key, of another account")));

        await Assert.ThrowsAsync<StoreAccessDeniedException>(
            () => new AzureBlobStore(new BlobContainerClient(uri, wrong, Azurite.QuickOptions())).FindAsync("a"));
    }

    private static void AssertNoSecret(Exception error)
    {
        Assert.DoesNotContain("sig=", error.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Uri.UnescapeDataString(Signature), error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Signature, error.ToString(), StringComparison.Ordinal);
    }

    private static async Task AssertTellsAsync(AzureBlobStore store, string said)
    {
        StoreUnavailableException[] errors =
        [
            await Assert.ThrowsAsync<StoreUnavailableException>(() => store.WriteAsync("a/b", new byte[] { 1 }, WriteCondition.None)),
            await Assert.ThrowsAsync<StoreUnavailableException>(() => store.OpenReadAsync("a/b")),
            await Assert.ThrowsAsync<StoreUnavailableException>(() => store.FindAsync("a/b")),
            await Assert.ThrowsAsync<StoreUnavailableException>(() => store.ListAsync("a/").CountAsync().AsTask()),
        ];
        Assert.All(errors, error => Assert.Contains(said, error.Message, StringComparison.Ordinal));
    }

    /// <summary>A body whose connection breaks at once.</summary>
    private sealed class BrokenStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new IOException("The connection was reset.");
    }

    private static AzureBlobStore Store(Func<HttpRequestMessage, HttpResponseMessage> answer)
    {
        var options = Azurite.QuickOptions(new RecordedAnswers(answer));
        options.Retry.MaxRetries = 1;
        return new(new BlobContainerClient(Container, new AzureSasCredential(Sas), options), "", new FixedClock(Now));
    }
}
