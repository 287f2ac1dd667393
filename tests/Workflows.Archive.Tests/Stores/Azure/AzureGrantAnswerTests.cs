using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Web;
using Azure.Core;
using Azure.Core.Diagnostics;
using Azure.Storage.Blobs;
using Workflows.Archive.Stores;
using Workflows.Archive.Stores.AzureBlob;
using Workflows.Archive.Stores.Containers;
using Workflows.Archive.Stores.Errors;
using Workflows.Archive.Tests.Support;

namespace Workflows.Archive.Tests.Stores.Azure;

/// <summary>Grants by answers as Azure documents and gives them, where Azurite gives others or none.</summary>
public sealed class AzureGrantAnswerTests
{
    private const string Signature = "c2VjcmV0LXNpZ25hdHVyZS1vZi1hLXNhcw%3D%3D";
    private const string DelegationKey = "c2VjcmV0LWtleS1vZi1hLWRlbGVnYXRpb24tbm9ib2R5LXNlZXM=";

    private static readonly Uri Main = new("https://shopbackups.blob.core.windows.net/workflows");
    private static readonly DateTimeOffset Now = RecordedAnswers.LastModified;
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    public static TheoryData<int, string> Taken => new()
    {
        { 403, "UnauthorizedBlobOverwrite" },
        { 409, "BlobAlreadyExists" },
        { 412, "ConditionNotMet" },
        { 409, "BlobImmutableDueToPolicy" },
    };

    [Theory]
    [MemberData(nameof(Taken))]
    public async Task A_name_that_is_taken_is_the_own_blob_after_a_try_without_an_answer(int status, string code)
    {
        var tries = 0;
        using var granted = Granted(_ => ++tries == 1 ? throw Lost() : RecordedAnswers.Refusal(status, code, "It is there."));

        var written = await granted.WriteAsync("a", "mine"u8.ToArray(), WriteCondition.IfAbsent);

        Assert.Equal((2, "a", 4L, ""), (tries, written.Path, written.Length, written.ETag));
    }

    [Theory]
    [MemberData(nameof(Taken))]
    public async Task A_name_that_is_taken_before_the_first_try_is_somebody_elses(int status, string code)
    {
        var tries = 0;
        using var granted = Granted(_ =>
        {
            tries++;
            return RecordedAnswers.Refusal(status, code, "It is there.");
        });

        await Assert.ThrowsAsync<StoreConflictException>(() => granted.WriteAsync("a", "mine"u8.ToArray(), WriteCondition.IfAbsent));
        await Assert.ThrowsAsync<StoreConflictException>(() => granted.WriteAsync("a", "mine"u8.ToArray(), WriteCondition.IfAbsent));
        Assert.Equal(2, tries);
    }

    [Fact]
    public async Task A_creation_whose_repetition_meets_the_end_of_its_grant_is_the_own_blob_under_the_next_one()
    {
        var tries = 0;
        using var granted = Granted(_ => ++tries switch
        {
            1 => throw Lost(),
            2 => RecordedAnswers.Refusal(403, "AuthenticationFailed", "Signature not valid in the specified time frame"),
            _ => RecordedAnswers.Refusal(403, "UnauthorizedBlobOverwrite", "This request is not authorized to perform blob overwrites."),
        });

        var error = await Assert.ThrowsAsync<StoreAccessDeniedException>(
            () => granted.WriteAsync("a", "mine"u8.ToArray(), WriteCondition.IfAbsent));
        Assert.True(error.IsExpired);
        granted.Renew(Grant());

        Assert.Equal(4, (await granted.WriteAsync("a", "mine"u8.ToArray(), WriteCondition.IfAbsent)).Length);
    }

    [Fact]
    public async Task A_signature_of_an_identity_without_rights_is_not_taken_for_a_blob_in_the_way()
    {
        using var granted = Granted(_ => RecordedAnswers.Refusal(403, "AuthorizationPermissionMismatch", "This request is not authorized to perform this operation using this permission."));

        // Neither at once nor when it is repeated: what was never written must never be taken for done.
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            var error = await Assert.ThrowsAsync<StoreAccessDeniedException>(
                () => granted.WriteAsync("a", "mine"u8.ToArray(), WriteCondition.IfAbsent));
            Assert.Contains("Storage Blob Data Contributor", error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(Signature, error.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_signature_without_rights_that_met_a_busy_service_first_has_written_nothing_all_the_same()
    {
        var tries = 0;
        using var granted = Granted(_ => ++tries % 2 == 1
            ? RecordedAnswers.Refusal(503, "ServerBusy", "The server is busy.")
            : RecordedAnswers.Refusal(403, "AuthorizationPermissionMismatch", "This request is not authorized to perform this operation using this permission."));

        for (var attempt = 1; attempt <= 3; attempt++)
        {
            await Assert.ThrowsAsync<StoreAccessDeniedException>(
                () => granted.WriteAsync("a", "mine"u8.ToArray(), WriteCondition.IfAbsent));
        }
    }

    [Fact]
    public async Task An_identity_signs_with_a_key_that_it_asks_for_and_not_longer_than_that_holds()
    {
        string? asked = null;
        var store = Store(request =>
        {
            if (request.Method == HttpMethod.Head || request.Method == HttpMethod.Get)
                return Container(Now);
            asked = request.Content!.ReadAsStringAsync().GetAwaiter().GetResult();
            return UserDelegationKey();
        });

        var grant = await store.GrantAsync("claim", StoreAccess.CreateOnly, Hour);

        Assert.Equal(Now + Hour, grant.ExpiresAt);
        Assert.Contains("<Expiry>2026-05-20T04:00:00Z</Expiry>", asked, StringComparison.Ordinal);
        Assert.Equal("https://shopbackups.blob.core.windows.net/workflows-claim", grant.Location.AbsoluteUri);
        var token = HttpUtility.ParseQueryString(grant.Token!);
        Assert.Equal(
            ("c", "c", "https", "2026-05-20T04:00:00Z", "11111111-1111-1111-1111-111111111111", null),
            (token["sp"], token["sr"], token["spr"], token["se"], token["skoid"], token["st"]));
        Assert.Equal("r", HttpUtility.ParseQueryString((await store.GrantAsync("claim", StoreAccess.ReadOnly, Hour)).Token!)["sp"]);
        Assert.DoesNotContain(DelegationKey, grant.Token, StringComparison.Ordinal);
        Assert.DoesNotContain("sig=", grant.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-14)]
    [InlineData(14)]
    public async Task A_grant_ends_by_the_clock_of_the_service_which_judges_it(int minutes)
    {
        var theirs = Now.AddMinutes(minutes);
        var store = Store(request => request.Method == HttpMethod.Post ? UserDelegationKey() : Container(theirs));

        var grant = await store.GrantAsync("claim", StoreAccess.ReadOnly, Hour);

        Assert.Equal(theirs + Hour, grant.ExpiresAt);
    }

    [Fact]
    public async Task A_clock_that_is_too_wrong_to_sign_is_named_by_how_much()
    {
        var store = Store(_ =>
        {
            var answer = RecordedAnswers.Refusal(403, "AuthenticationFailed", "Server failed to authenticate the request.");
            answer.Headers.Date = Now.AddMinutes(-47);
            return answer;
        });

        var error = await Assert.ThrowsAsync<StoreAccessDeniedException>(() => store.GrantAsync("claim", StoreAccess.ReadOnly, Hour));

        Assert.Contains("47 minutes ahead of", error.Message, StringComparison.Ordinal);
        Assert.Contains("container workflows-claim", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_identity_that_may_not_sign_is_told_which_role_it_needs_and_where()
    {
        var store = Store(request => request.Method == HttpMethod.Post
            ? RecordedAnswers.Refusal(403, "AuthorizationPermissionMismatch", "This request is not authorized to perform this operation using this permission.")
            : Container(Now));

        var error = await Assert.ThrowsAsync<StoreAccessDeniedException>(() => store.GrantAsync("claim", StoreAccess.ReadOnly, Hour));

        Assert.Contains("Storage Blob Data Contributor", error.Message, StringComparison.Ordinal);
        Assert.Contains("whole storage account", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_container_that_is_being_deleted_can_be_had_later()
    {
        var store = Store(request => request.Method == HttpMethod.Put
            ? RecordedAnswers.Refusal(409, "ContainerBeingDeleted", "The specified container is being deleted. Try operation later.")
            : RecordedAnswers.Refusal(404, "ContainerNotFound", "The specified container does not exist."));

        var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.OpenContainerAsync("claim", create: true));

        Assert.True(error.IsTransient);
    }

    [Fact]
    public async Task A_connection_string_with_a_signature_in_place_of_a_key_grants_nothing()
    {
        var address = AzureBlobAddress.Parse("azblob://workflows");
        var client = AzureBlobConnection.Open(
            address, _ => $"BlobEndpoint=https://shopbackups.blob.core.windows.net/;SharedAccessSignature=sv=2022-11-02&sp=racwdl&sig={Signature}");

        var error = await Assert.ThrowsAsync<StoreAccessDeniedException>(
            () => new AzureBlobStore(client).GrantAsync("claim", StoreAccess.ReadOnly, Hour));

        Assert.Contains("opened by a shared access signature", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Signature, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_that_the_client_logs_holds_a_signature_or_a_key()
    {
        var logged = new ConcurrentQueue<string>();
        using var listener = new AzureEventSourceListener(
            (_, message) => logged.Enqueue(message), System.Diagnostics.Tracing.EventLevel.LogAlways);
        using var granted = Granted(_ => RecordedAnswers.Refusal(403, "AuthenticationFailed", "Signature not valid in the specified time frame"));
        var store = Store(request => request.Method == HttpMethod.Post ? UserDelegationKey() : Container(Now));

        var token = (await store.GrantAsync("logged", StoreAccess.CreateOnly, Hour)).Token!;
        await Assert.ThrowsAsync<StoreAccessDeniedException>(() => granted.WriteAsync("logged", "x"u8.ToArray(), WriteCondition.IfAbsent));

        Assert.Contains(logged, message => message.Contains("workflows-claim/logged?", StringComparison.Ordinal));
        var signed = HttpUtility.ParseQueryString(token)["sig"]!;
        foreach (var secret in new[] { Signature, Uri.UnescapeDataString(Signature), DelegationKey, signed, Uri.EscapeDataString(signed) })
            Assert.DoesNotContain(logged, message => message.Contains(secret, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("https://shop.blob.core.windows.net/backups", null, true)]
    [InlineData("https://shop.blob.core.windows.net/backups", "sv=1&sig=x", false)]
    [InlineData("azblob://backups", null, false)]
    public void An_address_is_opened_with_an_identity_where_it_is_no_connection_string_and_there_is_no_signature(
        string address, string? sas, bool identity) =>
        Assert.Equal(identity, AzureBlobConnection.UsesIdentity(
            AzureBlobAddress.Parse(address), name => name == AzureBlobConnection.SasVariable ? sas : null));

    [Fact]
    public void A_container_is_called_by_the_stores_own_and_no_two_stores_have_one_in_common()
    {
        var (longest, name) = (new string('a', 62) + "b", new string('c', 40));

        Assert.Equal("workflows-claim", SiblingName.Of("workflows", "", "claim"));
        Assert.Matches("^workflows-[0-9a-f]{12}-claim$", SiblingName.Of("workflows", "team", "claim"));
        Assert.NotEqual(SiblingName.Of("workflows", "team", "claim"), SiblingName.Of("workflows", "team/blue", "claim"));
        Assert.Matches("^a{9}-[0-9a-f]{12}-c{40}$", SiblingName.Of(longest, "", name));
        Assert.NotEqual(SiblingName.Of(longest, "", name), SiblingName.Of(new string('a', 63), "", name));
        Assert.Matches("^eight-b-[0-9a-f]{12}-c{40}$", SiblingName.Of("eight-b", "team", name));
        Assert.Matches("^eightchr-[0-9a-f]{12}-c{40}$", SiblingName.Of("eightchr-a-long-one", "team", name));
    }

    private static HttpRequestException Lost() =>
        new("The connection was reset.", new SocketException((int)SocketError.ConnectionReset));

    private static HttpResponseMessage Container(DateTimeOffset now)
    {
        var content = new ByteArrayContent([]);
        content.Headers.LastModified = Now;
        return new(HttpStatusCode.OK)
        {
            Headers = { { "ETag", "\"0x8D1\"" }, { "x-ms-meta-workflows_store", "workflows" }, { "Date", now.ToString("R") } },
            Content = content,
        };
    }

    private static HttpResponseMessage UserDelegationKey() => new(HttpStatusCode.OK)
    {
        Content = new StringContent(
            $"""
            <?xml version="1.0" encoding="utf-8"?><UserDelegationKey><SignedOid>11111111-1111-1111-1111-111111111111</SignedOid><SignedTid>22222222-2222-2222-2222-222222222222</SignedTid><SignedStart>2026-05-20T03:00:00Z</SignedStart><SignedExpiry>2026-05-20T04:00:00Z</SignedExpiry><SignedService>b</SignedService><SignedVersion>2022-11-02</SignedVersion><Value>{DelegationKey}</Value></UserDelegationKey>
            """,
            Encoding.UTF8,
            "application/xml"),
    };

    private static AzureBlobStore Store(Func<HttpRequestMessage, HttpResponseMessage> answer) => new(
        new BlobContainerClient(Main, new FixedToken(), Options(answer)), "", new FixedClock(Now), hasIdentity: true);

    private static GrantedStore Granted(Func<HttpRequestMessage, HttpResponseMessage> answer) =>
        StoreGrants.Open(Grant(), Options(answer), timeProvider: new FixedClock(Now));

    private static StoreGrant Grant() => new()
    {
        Access = StoreAccess.CreateOnly,
        Location = new Uri("https://shopbackups.blob.core.windows.net/workflows-claim"),
        Token = $"sv=2022-11-02&sp=c&sr=c&se=2026-05-20T04%3A00%3A00Z&sig={Signature}",
        ExpiresAt = Now + Hour,
    };

    private static BlobClientOptions Options(Func<HttpRequestMessage, HttpResponseMessage> answer)
    {
        var options = Azurite.QuickOptions(new RecordedAnswers(answer));
        options.Retry.MaxRetries = 1;
        return options;
    }

    private sealed class FixedToken : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new("token", DateTimeOffset.MaxValue);

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            ValueTask.FromResult(GetToken(requestContext, cancellationToken));
    }
}
