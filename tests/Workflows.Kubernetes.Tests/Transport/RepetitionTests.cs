using System.Text;
using Workflows.Core.Errors;
using Workflows.Kubernetes.Tests.Servers;

namespace Workflows.Kubernetes.Tests.Transport;

public class RepetitionTests
{
    private const string Object = """{"kind":"ConfigMap","metadata":{"name":"a"}}""";
    private static readonly byte[] s_body = Encoding.UTF8.GetBytes(Object);

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task Get_is_repeated_after_a_passing_error(int code)
    {
        await using var server = FaultServer.Script(Reply.Failure(code), Reply.Failure(code), Reply.Json(Object));
        using var client = TestClients.For(server.Url);

        var found = await client.GetAsync(TestClients.ConfigMaps, "ns", "a", CancellationToken.None);

        Assert.Equal(Object, Encoding.UTF8.GetString(found.Json.Span));
        Assert.Equal(3, server.Requests.Count);
    }

    [Theory]
    [InlineData(400, ErrorKind.Failed)]
    [InlineData(403, ErrorKind.Denied)]
    [InlineData(404, ErrorKind.NotFound)]
    [InlineData(409, ErrorKind.Conflict)]
    [InlineData(410, ErrorKind.Failed)]
    [InlineData(422, ErrorKind.Failed)]
    public async Task Final_errors_are_not_repeated(int code, ErrorKind kind)
    {
        await using var server = FaultServer.Script(Reply.Failure(code));
        using var client = TestClients.For(server.Url);

        var error = await Assert.ThrowsAsync<KubernetesApiException>(
            () => client.GetAsync(TestClients.ConfigMaps, "ns", "a", CancellationToken.None));

        Assert.Equal(code, error.HttpStatus);
        Assert.Equal(kind, error.Kind);
        Assert.False(error.OutcomeUnknown);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Retry_After_is_waited_for_and_not_less()
    {
        var time = new EagerTime();
        await using var server = FaultServer.Script(
            Reply.Failure(429).With("Retry-After", "17"), Reply.Json(Object));
        using var client = TestClients.For(server.Url, TestClients.Options(time));

        await client.GetAsync(TestClients.ConfigMaps, "ns", "a", CancellationToken.None);

        var wait = Assert.Single(time.Waits);
        Assert.InRange(wait.TotalSeconds, 17, 17.5);
    }

    [Fact]
    public async Task Retry_After_of_the_Status_is_waited_for_where_no_header_is()
    {
        var time = new EagerTime();
        await using var server = FaultServer.Script(
            Reply.Failure(504, "Timeout", "Too large resource version", """{"retryAfterSeconds":3}"""),
            Reply.Json(Object));
        using var client = TestClients.For(server.Url, TestClients.Options(time));

        await client.GetAsync(TestClients.ConfigMaps, "ns", "a", CancellationToken.None);

        Assert.InRange(Assert.Single(time.Waits).TotalSeconds, 3, 3.5);
    }

    [Fact]
    public async Task A_hostile_Retry_After_does_not_stop_the_client_for_ever()
    {
        var time = new EagerTime();
        await using var server = FaultServer.Script(
            Reply.Failure(429).With("Retry-After", "2000000000"), Reply.Json(Object));
        using var client = TestClients.For(server.Url, TestClients.Options(time));

        await client.GetAsync(TestClients.ConfigMaps, "ns", "a", CancellationToken.None);

        Assert.InRange(Assert.Single(time.Waits).TotalSeconds, 60, 61);
    }

    [Fact]
    public async Task Waits_grow_stay_random_and_end_with_the_attempts()
    {
        var time = new EagerTime();
        await using var server = FaultServer.Script(Reply.Failure(503));
        using var client = TestClients.For(server.Url, TestClients.Options(time));

        await Assert.ThrowsAsync<KubernetesApiException>(
            () => client.GetAsync(TestClients.ConfigMaps, "ns", "a", CancellationToken.None));

        Assert.Equal(8, server.Requests.Count);
        var waits = time.Waits.Select(wait => wait.TotalMilliseconds).ToArray();
        Assert.Equal(7, waits.Length);
        for (var i = 0; i < waits.Length; i++)
        {
            var full = Math.Min(10_000, 200 * Math.Pow(2, i));
            Assert.InRange(waits[i], full / 2, full);
        }
    }

    public static TheoryData<Reply> Breaks => new()
    {
        new Reply { Reset = true },
        new Reply { CloseWithoutAnswer = true },
        Reply.Json(Object) with { CutAfter = 10 },
        Reply.Json(Object) with { CutAfter = 10, UntilClose = true },
        Reply.Json(Object) with { CutAfter = 0, UntilClose = true },
    };

    [Theory]
    [MemberData(nameof(Breaks))]
    public async Task Get_is_repeated_after_a_break(Reply reply)
    {
        await using var server = FaultServer.Script(reply, Reply.Json(Object));
        using var client = TestClients.For(server.Url);

        var found = await client.GetAsync(TestClients.ConfigMaps, "ns", "a", CancellationToken.None);

        Assert.Equal(s_body, found.Json.ToArray());
    }

    [Theory]
    [MemberData(nameof(Breaks))]
    public async Task Create_is_sent_once_and_its_outcome_called_unknown_after_a_break(Reply reply)
    {
        await using var server = FaultServer.Script(reply, Reply.Json(Object));
        using var client = TestClients.For(server.Url);

        var error = await Assert.ThrowsAnyAsync<KubernetesException>(
            () => client.CreateAsync(TestClients.ConfigMaps, "ns", s_body, null, CancellationToken.None));

        Assert.True(error.OutcomeUnknown);
        Assert.Single(server.Requests, request => request.Method == "POST");
    }

    [Theory]
    [MemberData(nameof(Breaks))]
    public async Task Create_on_a_used_connection_is_sent_once_too(Reply reply)
    {
        // The network stack itself must not repeat it when a kept connection turns out to be closed.
        await using var server = FaultServer.Script(Reply.Json(Object), reply, Reply.Json(Object));
        using var client = TestClients.For(server.Url, TestClients.Options() with { Connections = 1 });
        await client.GetAsync(TestClients.ConfigMaps, "ns", "a", CancellationToken.None);

        var error = await Assert.ThrowsAnyAsync<KubernetesException>(
            () => client.CreateAsync(TestClients.ConfigMaps, "ns", s_body, null, CancellationToken.None));

        Assert.True(error.OutcomeUnknown);
        Assert.Single(server.Requests, request => request.Method == "POST");
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task Create_is_not_repeated_when_the_server_may_have_done_it(int code)
    {
        await using var server = FaultServer.Script(Reply.Failure(code), Reply.Json(Object));
        using var client = TestClients.For(server.Url);

        var error = await Assert.ThrowsAsync<KubernetesApiException>(
            () => client.CreateAsync(TestClients.ConfigMaps, "ns", s_body, null, CancellationToken.None));

        Assert.True(error.OutcomeUnknown);
        Assert.True(error.IsTransient);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Create_is_repeated_after_429_with_the_same_body()
    {
        await using var server = FaultServer.Script(Reply.Failure(429), Reply.Json(Object, 201));
        using var client = TestClients.For(server.Url);

        await client.CreateAsync(TestClients.ConfigMaps, "ns", s_body, null, CancellationToken.None);

        Assert.All(server.Requests, request => Assert.Equal(s_body, request.Body));
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task Create_that_exists_says_so_and_that_nothing_is_unknown()
    {
        await using var server = FaultServer.Script(Reply.Failure(409, "AlreadyExists"));
        using var client = TestClients.For(server.Url);

        var error = await Assert.ThrowsAsync<KubernetesApiException>(
            () => client.CreateAsync(TestClients.ConfigMaps, "ns", s_body, null, CancellationToken.None));

        Assert.True(error.IsAlreadyExists);
        Assert.False(error.IsConflict);
        Assert.False(error.OutcomeUnknown);
    }

    [Fact]
    public async Task Dry_run_of_a_create_is_repeated_since_it_changes_nothing()
    {
        await using var server = FaultServer.Script(new Reply { Reset = true }, Reply.Json(Object));
        using var client = TestClients.For(server.Url);

        await client.CreateAsync(
            TestClients.ConfigMaps, "ns", s_body, new WriteOptions { DryRun = true }, CancellationToken.None);

        Assert.Equal(2, server.Requests.Count);
        Assert.All(server.Requests, request => Assert.Contains("dryRun=All", request.Path, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Conflict_of_a_repeated_replace_is_called_unknown()
    {
        await using var server = FaultServer.Script(new Reply { CloseWithoutAnswer = true }, Reply.Failure(409, "Conflict"));
        using var client = TestClients.For(server.Url);

        var error = await Assert.ThrowsAsync<KubernetesApiException>(
            () => client.ReplaceAsync(TestClients.ConfigMaps, "ns", "a", s_body, null, CancellationToken.None));

        Assert.True(error.IsConflict);
        Assert.True(error.OutcomeUnknown);
    }

    [Fact]
    public async Task Json_patch_is_not_repeated_but_a_merge_patch_is()
    {
        await using var server = FaultServer.Script(
            new Reply { CloseWithoutAnswer = true }, new Reply { CloseWithoutAnswer = true }, Reply.Json(Object));
        using var client = TestClients.For(server.Url);

        await Assert.ThrowsAsync<KubernetesConnectionException>(() => client.PatchAsync(
            TestClients.ConfigMaps, "ns", "a", PatchType.JsonPatch, "[]"u8.ToArray(), null, CancellationToken.None));
        await client.PatchAsync(
            TestClients.ConfigMaps, "ns", "a", PatchType.MergePatch, "{}"u8.ToArray(), null, CancellationToken.None);

        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task Not_found_of_a_repeated_delete_is_called_unknown()
    {
        await using var server = FaultServer.Script(new Reply { Reset = true }, Reply.Failure(404, "NotFound"));
        using var client = TestClients.For(server.Url);

        var error = await Assert.ThrowsAsync<KubernetesApiException>(
            () => client.DeleteAsync(TestClients.ConfigMaps, "ns", "a", null, CancellationToken.None));

        Assert.True(error.IsNotFound);
        Assert.True(error.OutcomeUnknown);
    }

    [Fact]
    public async Task Cancellation_ends_the_waiting_and_stays_a_cancellation()
    {
        using var stop = new CancellationTokenSource();
        await using var server = new FaultServer((_, _) =>
        {
            stop.Cancel();
            return new Reply { Hang = true };
        });
        using var client = TestClients.For(server.Url);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => client.GetAsync(TestClients.ConfigMaps, "ns", "a", stop.Token));
    }
}
