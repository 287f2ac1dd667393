using System.Net;
using System.Text;
using Workflows.Faults;
using Workflows.Faults.Rules;
using Workflows.Kubernetes.Tests.Servers;

namespace Workflows.Kubernetes.Tests.Faults;

/// <summary>The proxy that other tests rely on does what it says, and nothing else.</summary>
public sealed class FaultProxyTests
{
    private const string Object = """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"k":"ü"}}""";

    [Fact]
    public async Task Without_rules_requests_and_answers_pass_unchanged_with_the_proxys_certificate()
    {
        await using var proxied = ProxiedServer.Answering(Object);

        var created = await proxied.Client.CreateAsync(
            TestClients.ConfigMaps, "ns", Encoding.UTF8.GetBytes(Object), null, CancellationToken.None);

        Assert.Equal(Object, Encoding.UTF8.GetString(created.Json.Span));
        var seen = Assert.Single(proxied.Server.Requests);
        Assert.Equal("CN=the-proxy", seen.ClientCertificate);
        Assert.Null(seen.Header("Authorization"));
        Assert.Equal(Object, seen.Text);
        var logged = Assert.Single(await proxied.Proxy.EndedExchangesAsync());
        Assert.Equal(("POST", "/api/v1/namespaces/ns/configmaps"), (logged.Request.Method, logged.Request.Path));
        Assert.Equal((null, 200), (logged.Fault, logged.ServerStatus));
    }

    [Fact]
    public async Task Refusals_come_as_a_Status_with_Retry_After_and_the_server_sees_nothing()
    {
        await using var proxied = ProxiedServer.Answering(Object);
        proxied.Proxy.SetRules(0, new FaultRule(Fault.TooManyRequests(TimeSpan.FromSeconds(7))));

        var error = await Assert.ThrowsAsync<KubernetesApiException>(() => GetAsync(proxied));

        Assert.Equal((429, "TooManyRequests", TimeSpan.FromSeconds(7)), (error.HttpStatus, error.Reason, error.RetryAfter));
        Assert.Empty(proxied.Server.Requests);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public async Task Resets_and_refusals_come_before_or_after_the_server_acts(bool after, int seen)
    {
        await using var proxied = ProxiedServer.Answering(Object);

        proxied.Proxy.SetRules(0, new FaultRule(new Fault.Reset(after)));
        await Assert.ThrowsAsync<KubernetesConnectionException>(() => GetAsync(proxied));
        Assert.Equal(seen, proxied.Server.Requests.Count);

        proxied.Proxy.SetRules(0, new FaultRule(new Fault.Refused(504, "Timeout", "late") { AfterServer = after }));
        await Assert.ThrowsAsync<KubernetesApiException>(() => GetAsync(proxied));
        Assert.Equal(2 * seen, proxied.Server.Requests.Count);
    }

    [Fact]
    public async Task Bodies_are_cut_short_announced_or_not_and_stall()
    {
        await using var proxied = ProxiedServer.Answering(Object);

        proxied.Proxy.SetRules(0, new FaultRule(new Fault.Cut(0.5)));
        await Assert.ThrowsAsync<KubernetesConnectionException>(() => GetAsync(proxied));
        proxied.Proxy.SetRules(0, new FaultRule(new Fault.Cut(0.5) { Unannounced = true }));
        Assert.True((await Assert.ThrowsAsync<MalformedResponseException>(() => GetAsync(proxied))).IsTruncated);
        proxied.Proxy.SetRules(0, new FaultRule(new Fault.Stalled(0.5, TimeSpan.FromMilliseconds(1))));
        await Assert.ThrowsAsync<KubernetesConnectionException>(() => GetAsync(proxied));
    }

    [Fact]
    public async Task A_late_answer_is_the_whole_answer()
    {
        await using var proxied = ProxiedServer.Answering(Object);
        proxied.Proxy.SetRules(0, new FaultRule(new Fault.Late(TimeSpan.FromMilliseconds(30))));
        var startedAt = TimeProvider.System.GetTimestamp();

        await GetAsync(proxied);

        Assert.True(TimeProvider.System.GetElapsedTime(startedAt) >= TimeSpan.FromMilliseconds(30));
    }

    [Fact]
    public async Task A_rule_strikes_by_method_path_condition_place_and_count()
    {
        await using var proxied = ProxiedServer.Answering(Object);
        var rule = new FaultRule(Fault.ExpiredToken())
        {
            Method = "GET",
            Path = "configmaps/b",
            When = request => request.Header("Accept") is not null,
            After = 1,
            Count = 2,
        };
        proxied.Proxy.SetRules(0, new FaultRule(Fault.ExpiredToken()) { Method = "PUT" }, rule);

        var answers = new List<bool>();
        for (var request = 0; request < 5; request++)
        {
            await GetAsync(proxied);
            answers.Add(await IsRefusedAsync(proxied, "b"));
        }

        Assert.Equal([false, true, true, false, false], answers);
        Assert.Equal(2, rule.Happened);
    }

    [Fact]
    public async Task The_same_seed_does_the_same_to_the_same_requests_in_any_order()
    {
        string[] names = [.. Enumerable.Range(0, 60).Select(number => $"n{number}")];

        var first = await RefusedAsync(5, names);
        var reversed = await RefusedAsync(5, names.Reverse());
        var other = await RefusedAsync(6, names);

        Assert.Equal(first, reversed);
        Assert.NotEqual(first, other);
        Assert.InRange(first.Count, 8, 30);
    }

    [Fact]
    public async Task A_request_is_held_before_the_server_sees_it_or_after_it_has_acted()
    {
        await using var proxied = ProxiedServer.Answering(Object);

        var before = proxied.Proxy.PauseAt(request => request.Path.EndsWith("/a", StringComparison.Ordinal));
        var held = GetAsync(proxied);
        Assert.Equal("GET", (await before.Reached).Method);
        Assert.False(await IsRefusedAsync(proxied, "b"));
        Assert.Single(proxied.Server.Requests);
        Assert.False(held.IsCompleted);
        before.Release();
        await held;

        var after = proxied.Proxy.PauseAt(_ => true, PauseMoment.AfterServer);
        held = GetAsync(proxied);
        await after.Reached;
        Assert.Equal(3, proxied.Server.Requests.Count);
        Assert.False(held.IsCompleted);
        after.Release();
        await held;
        await GetAsync(proxied);
    }

    [Fact]
    public async Task A_server_that_is_gone_is_a_broken_connection()
    {
        await using var proxied = ProxiedServer.Answering(Object);
        await proxied.StopServerAsync();

        await Assert.ThrowsAsync<KubernetesConnectionException>(() => GetAsync(proxied));

        Assert.Null(Assert.Single(await proxied.Proxy.EndedExchangesAsync()).ServerStatus);
    }

    private static Task<ObjectBytes> GetAsync(ProxiedServer proxied, string name = "a") =>
        proxied.Client.GetAsync(TestClients.ConfigMaps, "ns", name, CancellationToken.None);

    private static async Task<bool> IsRefusedAsync(ProxiedServer proxied, string name)
    {
        try
        {
            await GetAsync(proxied, name);
            return false;
        }
        catch (KubernetesApiException refused) when (refused.HttpStatus == (int)HttpStatusCode.Gone)
        {
            return true;
        }
    }

    private static async Task<SortedSet<string>> RefusedAsync(int seed, IEnumerable<string> names)
    {
        await using var proxied = ProxiedServer.Answering(Object);
        proxied.Proxy.SetRules(seed, new FaultRule(Fault.ExpiredToken()) { Probability = 0.3 });
        var refused = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            if (await IsRefusedAsync(proxied, name))
            {
                refused.Add(name);
            }
        }

        return refused;
    }
}
