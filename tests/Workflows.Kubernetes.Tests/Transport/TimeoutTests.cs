using System.Text;
using Workflows.Kubernetes.Tests.Servers;

namespace Workflows.Kubernetes.Tests.Transport;

public class TimeoutTests
{
    [Fact]
    public async Task Silence_ends_in_a_typed_error_after_the_response_timeout()
    {
        await using var server = FaultServer.Script(new Reply { Hang = true });
        using var client = TestClients.For(server.Url, Real() with { ResponseTimeout = TimeSpan.FromMilliseconds(50) });

        var error = await Assert.ThrowsAsync<KubernetesConnectionException>(
            () => client.GetAsync(TestClients.ConfigMaps, "ns", "a", CancellationToken.None));

        Assert.Equal(ConnectionFailure.TimedOut, error.Failure);
        Assert.True(error.IsTransient);
        Assert.False(error.OutcomeUnknown);
    }

    [Fact]
    public async Task Body_that_stops_ends_in_a_typed_error_after_the_idle_timeout()
    {
        await using var server = FaultServer.Script(Reply.Json("""{"a":1}""") with { CutAfter = 3, Hang = true });
        using var client = TestClients.For(server.Url, Real() with { IdleTimeout = TimeSpan.FromMilliseconds(50) });

        var error = await Assert.ThrowsAsync<KubernetesConnectionException>(
            () => client.GetAsync(TestClients.ConfigMaps, "ns", "a", CancellationToken.None));

        Assert.Equal(ConnectionFailure.TimedOut, error.Failure);
    }

    [Fact]
    public async Task Create_without_an_answer_in_time_is_called_unknown()
    {
        await using var server = FaultServer.Script(new Reply { Hang = true });
        using var client = TestClients.For(server.Url, Real() with { ResponseTimeout = TimeSpan.FromMilliseconds(50) });

        var error = await Assert.ThrowsAsync<KubernetesConnectionException>(
            () => client.CreateAsync(TestClients.ConfigMaps, "ns", "{}"u8.ToArray(), null, CancellationToken.None));

        Assert.True(error.OutcomeUnknown);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Body_over_the_limit_is_refused_whether_announced_or_not()
    {
        var big = Encoding.UTF8.GetBytes("{\"a\":\"" + new string('x', 200_000) + "\"}");
        await using var server = FaultServer.Script(
            new Reply { Body = big }, new Reply { Body = big, UntilClose = true });
        using var client = TestClients.For(server.Url, TestClients.Options() with { MaxBodyBytes = 100_000 });

        for (var i = 0; i < 2; i++)
        {
            var error = await Assert.ThrowsAsync<MalformedResponseException>(
                () => client.GetAsync(TestClients.ConfigMaps, "ns", "a", CancellationToken.None));
            Assert.Contains("100000 bytes", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Body_of_exactly_the_limit_is_read()
    {
        var body = Encoding.UTF8.GetBytes("{\"a\":\"" + new string('x', 99_992) + "\"}");
        Assert.Equal(100_000, body.Length);
        await using var server = FaultServer.Script(new Reply { Body = body, UntilClose = true });
        using var client = TestClients.For(server.Url, TestClients.Options() with { MaxBodyBytes = 100_000 });

        var found = await client.GetAsync(TestClients.ConfigMaps, "ns", "a", CancellationToken.None);

        Assert.Equal(body, found.Json.ToArray());
    }

    /// <summary>Real, short times: what is tested is that the timers are armed.</summary>
    private static ClusterClientOptions Real() => new()
    {
        MaxAttempts = 2,
        FirstBackoff = TimeSpan.FromMilliseconds(1),
    };
}
