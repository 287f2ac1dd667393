using System.Text.Json;
using Workflows.Activities;
using Workflows.Durable;
using Workflows.Orchestrations;

namespace Workflows.Functions.Tests.Metadata;

/// <summary>What the build wrote down of the functions, for the host to read: functions.metadata beside the app.</summary>
public sealed class FunctionMetadataTests
{
    private static readonly IReadOnlyDictionary<string, Function> Functions = Read();

    [Fact]
    public void Every_function_is_listed_and_none_besides()
    {
        using var services = new ActivityServices(TimeProvider.System);
        var registry = new DurableRegistry().AddWorkflowsOrchestrations().AddWorkflowsActivities(services);
        string[] triggers =
        [
            "Management", "OpenApi", "Health", "Readiness", "StartDueBackups", "StartDueRetention", "ForgetEndedInstances",
            "PublishDueEvents", "TakeEvent",
        ];

        Assert.Equal(
            registry.OrchestratorNames.Concat(registry.ActivityNames).Concat(triggers).Order(StringComparer.Ordinal),
            Functions.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Tasks_are_bound_to_the_trigger_of_their_kind_and_to_nothing_else()
    {
        using var services = new ActivityServices(TimeProvider.System);
        var registry = new DurableRegistry().AddWorkflowsOrchestrations().AddWorkflowsActivities(services);

        Assert.All(registry.OrchestratorNames, name => Assert.Equal("orchestrationTrigger", Assert.Single(Functions[name].Bindings).Type));
        Assert.All(registry.ActivityNames, name => Assert.Equal("activityTrigger", Assert.Single(Functions[name].Bindings).Type));
    }

    [Theory]
    [InlineData("Management", "v1/{*path}", "Function")]
    [InlineData("OpenApi", "openapi/{*path}", "Function")]
    [InlineData("Health", "healthz", "Anonymous")]
    [InlineData("Readiness", "readyz", "Anonymous")]
    public void HTTP_triggers_have_their_routes_and_who_may_call_them(string name, string route, string level)
    {
        var trigger = Functions[name].Trigger("httpTrigger");

        Assert.Equal(route, trigger.GetProperty("route").GetString());
        Assert.Equal(level, trigger.GetProperty("authLevel").GetString());
        Assert.False(trigger.TryGetProperty("methods", out var methods) && methods.GetArrayLength() > 0);
        Assert.Equal(["durableClient", "http", "httpTrigger"], Functions[name].Types);
    }

    [Theory]
    [InlineData("StartDueBackups", "0 * * * * *")]
    [InlineData("StartDueRetention", "0 * * * * *")]
    [InlineData("PublishDueEvents", "0 * * * * *")]
    [InlineData("ForgetEndedInstances", "0 17 3 * * *")]
    public void Timers_come_when_they_are_due(string name, string schedule)
    {
        Assert.Equal(schedule, Functions[name].Trigger("timerTrigger").GetProperty("schedule").GetString());
        Assert.Equal(["durableClient", "timerTrigger"], Functions[name].Types);
    }

    [Fact]
    public void Event_Grid_delivers_one_event_at_a_time_as_text()
    {
        var trigger = Functions["TakeEvent"].Trigger("eventGridTrigger");

        Assert.Equal(("One", "String"), (trigger.GetProperty("cardinality").GetString(), trigger.GetProperty("dataType").GetString()));
        Assert.Equal(["durableClient", "eventGridTrigger"], Functions["TakeEvent"].Types);
    }

    private static Dictionary<string, Function> Read()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "functions.metadata")));
        return document.RootElement.EnumerateArray().ToDictionary(
            function => function.GetProperty("name").GetString()!,
            function => new Function([.. function.GetProperty("bindings").EnumerateArray().Select(binding => new Binding(binding.Clone()))]),
            StringComparer.Ordinal);
    }

    private sealed record Binding(JsonElement Json)
    {
        public string Type => Json.GetProperty("type").GetString()!;
    }

    private sealed record Function(IReadOnlyList<Binding> Bindings)
    {
        public IEnumerable<string> Types => Bindings.Select(binding => binding.Type).Order(StringComparer.Ordinal);

        public JsonElement Trigger(string type) => Bindings.Single(binding => binding.Type == type).Json;
    }
}
