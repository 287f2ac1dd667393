using System.Text.Json;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;
using Workflows.Durable;
using RetryPolicy = Workflows.Durable.RetryPolicy;
using TaskFailedException = Workflows.Durable.TaskFailedException;

namespace Workflows.Functions.Durable;

/// <summary>The port's context over that of a Durable Task host.</summary>
/// <param name="host">The host's context.</param>
/// <param name="registry">Which version of an orchestrator a new child takes.</param>
/// <param name="start">What the instance was started with.</param>
internal sealed class HostedContext(TaskOrchestrationContext host, DurableRegistry registry, OrchestrationStart start)
    : OrchestrationContext
{
    private readonly EventMailbox events = new(host);

    public override string InstanceId { get; } = HostInstanceId.ToInstanceId(host.InstanceId);

    public override string? ParentInstanceId => start.Parent;

    public override int Version => start.Version;

    public override DateTimeOffset CurrentUtcDateTime => new(DateTime.SpecifyKind(host.CurrentUtcDateTime, DateTimeKind.Utc));

    public override bool IsReplaying => host.IsReplaying;

    public override Guid NewGuid() => host.NewGuid();

    public override Task<TResult> CallActivityAsync<TResult>(string name, object? input, RetryOptions? retry = null)
    {
        var json = Payload.From(input);
        return CallAsync<TResult>(name, retry, () => host.CallActivityAsync<JsonElement>(name, json));
    }

    public override Task<TResult> CallSubOrchestrationAsync<TResult>(
        string name, object? input, string? instanceId = null, RetryOptions? retry = null)
    {
        // An orchestrator that this program does not have is reported by the child, which then has no version to find.
        var child = new OrchestrationStart(registry.FindLatestOrchestrator(name)?.Version ?? 0)
        {
            Parent = InstanceId,
            Input = Payload.From(input),
        }.ToJson();
        var options = new SubOrchestrationOptions(
            instanceId: HostInstanceId.From(instanceId ?? $"{InstanceId}:{host.NewGuid():N}"));
        return CallAsync<TResult>(name, retry, () => host.CallSubOrchestratorAsync<JsonElement>(name, child, options));
    }

    public override Task CreateTimer(DateTimeOffset fireAt, CancellationToken cancellationToken) =>
        host.CreateTimer(fireAt.UtcDateTime, cancellationToken);

    public override async Task<TResult> WaitForExternalEvent<TResult>(
        string eventName, CancellationToken cancellationToken = default) =>
        DurableJson.Read<TResult>(await events.WaitAsync(eventName, cancellationToken));

    public override void SetCustomStatus(object? customStatus) =>
        host.SetCustomStatus(customStatus is null ? null : Payload.From(customStatus));

    public override void ContinueAsNew(object? newInput, bool preserveUnprocessedEvents = true)
    {
        if (preserveUnprocessedEvents)
        {
            events.Forward();
        }

        host.ContinueAsNew((start with { Input = Payload.From(newInput) }).ToJson(), preserveUnprocessedEvents);
    }

    public override ILogger CreateReplaySafeLogger(string categoryName) => host.CreateReplaySafeLogger(categoryName);

    private Task<TResult> CallAsync<TResult>(string name, RetryOptions? retry, Func<Task<JsonElement>> call)
    {
        return retry is null ? CallOnceAsync() : new RetryPolicy(this, retry).RunAsync(CallOnceAsync);

        async Task<TResult> CallOnceAsync()
        {
            try
            {
                return DurableJson.Read<TResult>(await call());
            }
            catch (Microsoft.DurableTask.TaskFailedException e)
            {
                throw new TaskFailedException(name, FailureText.Read(e.FailureDetails));
            }
        }
    }
}
