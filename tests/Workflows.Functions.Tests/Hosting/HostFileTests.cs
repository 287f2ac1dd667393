using System.Globalization;
using System.Text.Json;
using Workflows.Activities;
using Workflows.Api;

namespace Workflows.Functions.Tests.Hosting;

/// <summary>host.json, where it must agree with the code.</summary>
public sealed class HostFileTests
{
    private static readonly JsonElement Host = Read();

    [Fact]
    public void An_activity_may_work_as_long_as_an_attempt_and_hands_back_long_before()
    {
        using var services = new ActivityServices(TimeProvider.System);
        var timeout = TimeSpan.Parse(Host.GetProperty("functionTimeout").GetString()!, CultureInfo.InvariantCulture);

        Assert.Equal(services.AttemptLimit, timeout);
        Assert.True(timeout <= TimeSpan.FromMinutes(10), "A Consumption plan allows 10 minutes.");
        Assert.True(services.Budget <= TimeSpan.FromMinutes(4) && services.LongestHook <= TimeSpan.FromMinutes(4));
    }

    [Fact]
    public void Paths_are_those_of_the_API_and_as_many_requests_are_answered_at_once()
    {
        var http = Host.GetProperty("extensions").GetProperty("http");

        Assert.Equal("", http.GetProperty("routePrefix").GetString());
        Assert.Equal(new ApiLimits().Concurrency, http.GetProperty("maxConcurrentRequests").GetInt32());
    }

    [Fact]
    public void Nothing_depends_on_extended_sessions_and_no_input_is_traced()
    {
        var durable = Host.GetProperty("extensions").GetProperty("durableTask");

        Assert.False(durable.GetProperty("extendedSessionsEnabled").GetBoolean());
        Assert.False(durable.GetProperty("tracing").GetProperty("traceInputsAndOutputs").GetBoolean());
    }

    private static JsonElement Read()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "host.json")));
        return document.RootElement.Clone();
    }
}
