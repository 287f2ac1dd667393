using System.Reflection;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Protobuf;
using Microsoft.DurableTask.Worker.Grpc;
using Microsoft.Extensions.DependencyInjection;
using Workflows.Activities;
using Workflows.Core.Backups;
using Workflows.Core.Clusters;
using Workflows.Durable;
using Workflows.Durable.Conformance.Hosting;
using Workflows.Functions.Activities;
using Workflows.Functions.Durable;
using Workflows.Functions.Orchestrations;
using Workflows.Orchestrations;
using Workflows.Orchestrations.Backups;

namespace Workflows.Functions.Tests.Triggers;

/// <summary>Orchestration and activity functions, with what the Durable extension sends to a worker.</summary>
public sealed class TaskFunctionsTests
{
    [Fact]
    public void Every_orchestration_and_every_activity_is_a_function_under_its_own_name()
    {
        using var services = new ActivityServices(TimeProvider.System);
        var registry = new DurableRegistry().AddWorkflowsOrchestrations().AddWorkflowsActivities(services);

        Assert.Equal(registry.OrchestratorNames.Order(StringComparer.Ordinal), NamesWith<OrchestrationTriggerAttribute>());
        Assert.Equal(registry.ActivityNames.Order(StringComparer.Ordinal), NamesWith<ActivityTriggerAttribute>());
    }

    [Fact]
    public async Task An_activity_gets_its_input_and_the_id_of_the_instance_that_calls_it()
    {
        ActivityContext? seen = null;
        var registry = new DurableRegistry().ActivityAsync<BackupSpec, string>(
            BackupNames.TakeRevision.Name,
            (context, spec, _) =>
            {
                seen = context;
                return Task.FromResult($"revision of {spec.Name}");
            });
        var input = JsonSerializer.SerializeToElement(Spec(), DurableJson.Options);

        var output = await new BackupActivities(new HostedTasks(registry)).TakeRevision(
            input, Call(BackupNames.TakeRevision.Name, HostInstanceId.From("backup-a/b")));

        Assert.Equal("revision of monday", output.GetString());
        Assert.Equal(("backup-a/b", "TakeRevision"), (seen!.InstanceId, seen.Name));
    }

    [Fact]
    public async Task An_activity_that_fails_tells_the_host_what_the_orchestration_needs_to_know()
    {
        var registry = new DurableRegistry().ActivityAsync<BackupSpec, string>(
            BackupNames.TakeRevision.Name,
            (_, _, _) => throw new Core.Errors.WorkflowsException(Core.Errors.ErrorKind.Denied, "The cluster refuses."));

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => new BackupActivities(new HostedTasks(registry)).TakeRevision(
            JsonSerializer.SerializeToElement(Spec(), DurableJson.Options), Call(BackupNames.TakeRevision.Name, "it")));

        var told = FailureText.Read(new("Some.Type", $"Result: Failure\nException: {failure}\nStack: at x()", null, null, null));
        Assert.Equal(("The cluster refuses.", "Denied", false), (told.Message, told.Kind, told.IsRetryable));
    }

    [Fact]
    public async Task An_activity_whose_caller_is_not_known_does_not_run()
    {
        var registry = new DurableRegistry().ActivityAsync<BackupSpec, string>(
            BackupNames.TakeRevision.Name, (_, _, _) => throw new InvalidOperationException("It ran."));

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => new BackupActivities(new HostedTasks(registry))
            .TakeRevision(default, new FakeFunctionContext(BackupNames.TakeRevision.Name)));

        Assert.Contains("instanceId", failure.Message);
    }

    /// <summary>The first turn of a backup: the history that a host sends, and what it is told to do.</summary>
    [Fact]
    public void An_orchestration_takes_its_turn_by_the_history_that_the_host_sends()
    {
        var registry = new DurableRegistry().AddWorkflowsOrchestrations();
        var version = registry.FindLatestOrchestrator(BackupNames.Backup.Name)!.Version;
        var start = new OrchestrationStart(version) { Input = Payload.From(Spec()) };
        var functions = new BackupOrchestrations(new HostedTasks(registry));

        var response = RunTurn("backup-monday", BackupNames.Backup.Name, start.ToJson(), functions.Backup);

        var action = Assert.Single(response.Actions);
        Assert.Equal(BackupNames.ReserveBackup.Name, action.ScheduleTask.Name);
        Assert.Contains("monday", action.ScheduleTask.Input, StringComparison.Ordinal);
    }

    [Fact]
    public void An_instance_that_was_started_past_the_app_fails_and_says_so()
    {
        var functions = new BackupOrchestrations(new HostedTasks(new DurableRegistry().AddWorkflowsOrchestrations()));

        var response = RunTurn("theirs", BackupNames.Backup.Name, null, functions.Backup);

        var end = Assert.Single(response.Actions).CompleteOrchestration;
        Assert.Equal(Microsoft.DurableTask.Protobuf.OrchestrationStatus.Failed, end.OrchestrationStatus);
        Assert.Contains("was not started by this program", end.FailureDetails.ErrorMessage, StringComparison.Ordinal);
    }

    private static OrchestratorResponse RunTurn(
        string instance, string name, JsonElement? input, Func<Microsoft.DurableTask.TaskOrchestrationContext, Task<JsonElement>> function)
    {
        var now = Timestamp.FromDateTimeOffset(new(2026, 11, 22, 6, 0, 0, TimeSpan.Zero));
        var request = new OrchestratorRequest { InstanceId = instance };
        request.NewEvents.Add(new HistoryEvent { EventId = -1, Timestamp = now, OrchestratorStarted = new() });
        request.NewEvents.Add(new HistoryEvent
        {
            EventId = -1,
            Timestamp = now,
            ExecutionStarted = new()
            {
                Name = name,
                Input = input?.GetRawText(),
                OrchestrationInstance = new() { InstanceId = instance, ExecutionId = "1" },
            },
        });
        using var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        var answer = GrpcOrchestrationRunner.LoadAndRun<object?, JsonElement>(
            Convert.ToBase64String(request.ToByteArray()), (context, _) => function(context), services);
        return OrchestratorResponse.Parser.ParseFrom(Convert.FromBase64String(answer));
    }

    private static BackupSpec Spec() => new()
    {
        Name = "monday",
        Cluster = new ClusterReference(["/etc/workflows/blue.kubeconfig"], "blue"),
        Store = "/store",
        IncludeSecrets = false,
    };

    private static FakeFunctionContext Call(string function, string instance) =>
        new(function, new Dictionary<string, object?>(StringComparer.Ordinal) { ["instanceId"] = instance });

    private static IEnumerable<string> NamesWith<TAttribute>()
        where TAttribute : Attribute =>
        from type in typeof(BackupActivities).Assembly.GetExportedTypes()
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static)
        let function = method.GetCustomAttribute<FunctionAttribute>()
        where function is not null && method.GetParameters().Any(p => p.GetCustomAttribute<TAttribute>() is not null)
        orderby function.Name
        select function.Name;
}
