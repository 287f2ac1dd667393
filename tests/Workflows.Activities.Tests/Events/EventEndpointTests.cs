using System.Text.Json;
using Azure.Core;
using Azure.Identity;
using Workflows.Activities.Events.Outgoing;
using Workflows.Core.Errors;
using Workflows.Core.Events;
using Workflows.Kubernetes.Tests.Servers;

namespace Workflows.Activities.Tests.Events;

public sealed class EventEndpointTests : IDisposable
{
    private static readonly OutgoingEvent Happened = new(
        "publish-1",
        "urn:workflows:machine",
        EventTypes.BackupFailed,
        "backups/nightly",
        new DateTimeOffset(2026, 11, 21, 1, 30, 0, TimeSpan.Zero),
        JsonSerializer.SerializeToElement(new { backup = "nightly" }));

    private readonly string tokenFile = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose() => File.Delete(tokenFile);

    [Fact]
    public async Task An_event_is_sent_as_a_CloudEvent_that_reads_back()
    {
        await using var server = FaultServer.Script(new Reply { Status = 202 });
        using var endpoint = EventEndpoint.Open($"{server.Url}hooks/workflows", tokenFile: null);

        await endpoint.SendAsync(Happened, CancellationToken.None);

        var request = Assert.Single(server.Requests);
        Assert.Equal(("POST", "/hooks/workflows", null), (request.Method, request.Path, request.Header("Authorization")));
        Assert.Equal("application/cloudevents+json; charset=utf-8", request.Header("Content-Type"));
        var read = Assert.Single(EventReader.Read(request.Body));
        Assert.Equal(
            (Happened.Id, Happened.Source, Happened.Type, Happened.Subject, "2026-11-21T01:30:00Z", "nightly"),
            (read.Id, read.Source, read.Type, read.Subject, read.Time, read.DataAt("backup")));
    }

    [Fact]
    public async Task A_token_is_read_for_each_event_and_goes_with_no_redirect()
    {
        await using var elsewhere = FaultServer.Script(new Reply());
        await using var server = new FaultServer((_, number) => number == 0 ? new Reply() : new Reply { Status = 307 }.With("Location", $"{elsewhere.Url}"));
        WriteToken("first\n");
        using var endpoint = EventEndpoint.Open($"{server.Url}", tokenFile);

        await endpoint.SendAsync(Happened, CancellationToken.None);
        WriteToken("second");
        var redirected = await Assert.ThrowsAsync<EventNotTakenException>(() => endpoint.SendAsync(Happened, CancellationToken.None));

        Assert.Equal(["Bearer first", "Bearer second"], server.Requests.Select(request => request.Header("Authorization")));
        Assert.Empty(elsewhere.Requests);
        Assert.False(redirected.IsTransient);
    }

    [Theory]
    [InlineData(500, true, ErrorKind.Unavailable)]
    [InlineData(503, true, ErrorKind.Unavailable)]
    [InlineData(429, true, ErrorKind.Unavailable)]
    [InlineData(401, true, ErrorKind.Denied)]
    [InlineData(403, true, ErrorKind.Denied)]
    [InlineData(404, true, ErrorKind.NotFound)]
    [InlineData(400, false, ErrorKind.Failed)]
    [InlineData(413, false, ErrorKind.Failed)]
    public async Task A_refusal_says_whether_to_try_again_and_quotes_nothing(int status, bool mayPass, ErrorKind kind)
    {
        await using var server = FaultServer.Script(new Reply { Status = status, Body = "echoed-secret"u8.ToArray() });
        WriteToken("token-secret");
        using var endpoint = EventEndpoint.Open($"{server.Url}path-secret", tokenFile);

        var refused = await Assert.ThrowsAsync<EventNotTakenException>(() => endpoint.SendAsync(Happened, CancellationToken.None));

        Assert.Equal((mayPass, kind), (refused.IsTransient, refused.Kind));
        Assert.Contains($"{status}", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_is_not_there_or_breaks_off_is_tried_again()
    {
        var gone = FaultServer.Script(new Reply());
        await gone.DisposeAsync();
        using var nobody = EventEndpoint.Open($"{gone.Url}", tokenFile: null);
        await using var broken = FaultServer.Script(new Reply { Reset = true });
        using var breaking = EventEndpoint.Open($"{broken.Url}", tokenFile: null);

        foreach (var endpoint in new[] { nobody, breaking })
        {
            Assert.True((await Assert.ThrowsAsync<EventNotTakenException>(() => endpoint.SendAsync(Happened, CancellationToken.None))).IsTransient);
        }
    }

    [Theory]
    [InlineData("ftp://example.com")]
    [InlineData("http://example.com/events")]
    [InlineData("https://user:secret@example.com/")]
    [InlineData("https://example.com/?code=secret")]
    [InlineData("https://example.com/#secret")]
    [InlineData("example.com/secret")]
    public void An_address_that_is_none_or_holds_a_secret_is_refused_and_not_repeated(string address)
    {
        var refused = Assert.Throws<WorkflowsException>(() => EventEndpoint.Open(address, tokenFile: null));

        Assert.Equal(ErrorKind.Usage, refused.Kind);
        Assert.DoesNotContain("example.com", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_token_file_that_others_can_read_or_that_holds_no_token_is_refused()
    {
        WriteToken("a b");
        Assert.Equal(ErrorKind.Usage, Assert.Throws<EventNotTakenException>(() => EventEndpoint.Open("https://example.com", tokenFile)).Kind);
        WriteToken("token");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(tokenFile, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        }

        Assert.Equal(ErrorKind.Denied, Assert.Throws<EventNotTakenException>(() => EventEndpoint.Open("https://example.com", tokenFile)).Kind);
    }

    [Fact]
    public async Task Event_Grid_is_asked_with_the_identity_of_the_host()
    {
        using var sent = new Recorder();
        var identity = new FakeIdentity();
        const string Topic = "https://topic.westeurope-1.eventgrid.azure.net/api/events";
        using var endpoint = EventEndpoint.Open(Topic, tokenFile: null, () => identity, sent);

        await endpoint.SendAsync(Happened, CancellationToken.None);
        identity.IsThere = false;
        var refused = await Assert.ThrowsAsync<EventNotTakenException>(() => endpoint.SendAsync(Happened, CancellationToken.None));

        Assert.Equal([$"{Topic}?api-version=2018-01-01 Bearer of-identity"], sent.Requests);
        Assert.Equal(["https://eventgrid.azure.net/.default"], identity.Scopes);
        Assert.Equal((ErrorKind.Denied, true), (refused.Kind, refused.IsTransient));
        Assert.Equal(ErrorKind.Usage, Assert.Throws<WorkflowsException>(() => EventEndpoint.Open(Topic, tokenFile)).Kind);
    }

    [Fact]
    public async Task A_host_without_an_endpoint_fails_what_is_left_to_send()
    {
        using var services = new ActivityServices(TimeProvider.System);

        var failed = await Assert.ThrowsAsync<WorkflowsException>(() =>
            new SendEventActivity(services).RunAsync(new("publish-1", "SendEvent"), Happened, CancellationToken.None));

        Assert.False(failed.IsTransient);
    }

    private void WriteToken(string text)
    {
        File.WriteAllText(tokenFile, text);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(tokenFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    private sealed class Recorder : HttpMessageHandler
    {
        public List<string> Requests { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Requests.Add($"{request.RequestUri} {request.Headers.Authorization}");
            return Task.FromResult(new HttpResponseMessage(System.Net.HttpStatusCode.OK));
        }
    }

    private sealed class FakeIdentity : TokenCredential
    {
        public bool IsThere { get; set; } = true;

        public string[] Scopes { get; private set; } = [];

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            Scopes = requestContext.Scopes;
            return IsThere ? new AccessToken("of-identity", DateTimeOffset.MaxValue) : throw new CredentialUnavailableException("No identity.\nDetails.");
        }

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            ValueTask.FromResult(GetToken(requestContext, cancellationToken));
    }
}
