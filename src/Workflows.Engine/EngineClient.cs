using System.Runtime.CompilerServices;
using Workflows.Durable;
using Workflows.Engine.History;
using Workflows.Engine.Journal;
using Workflows.Engine.Replay;
using Workflows.Engine.Running;

namespace Workflows.Engine;

/// <summary>The client of the embedded engine. What it confirms is on the disk.</summary>
internal sealed class EngineClient(EngineCore core) : OrchestrationClient
{
    private readonly Purge purge = new(core);

    public override async Task<bool> StartAsync(
        string orchestrator, string instanceId, object? input, CancellationToken cancellationToken = default)
    {
        InstanceIds.ThrowIfInvalid(instanceId);
        core.ThrowIfRefusing();
        var registration = core.Registry.FindLatestOrchestrator(orchestrator)
            ?? throw new OrchestratorNotRegisteredException(orchestrator);
        var json = Payload.From(input, $"the input of instance '{instanceId}'");
        var entry = core.Table.GetOrAdd(
            instanceId,
            () =>
            {
                var now = core.Time.GetUtcNow();
                var started = new InstanceStarted(
                    EngineBehaviour.Current, instanceId, Guid.NewGuid(), 0, orchestrator, registration.Version, now, now)
                {
                    Input = json,
                };
                return new InstanceEntry(instanceId, orchestrator) { Live = Instance.New(core, started, restart: false) };
            },
            out var added);
        if (added)
        {
            core.Launch(entry.Live!);
        }

        // "It exists" is only true once that is on the disk, whoever started it.
        await (entry.Live?.Created ?? Task.CompletedTask).WaitAsync(cancellationToken);
        return added;
    }

    public override Task<OrchestrationState?> GetAsync(
        string instanceId, CancellationToken cancellationToken = default)
    {
        core.ThrowIfRefusing();
        return Task.FromResult(core.Table.Find(instanceId) is { } entry ? StateOf(entry) : null);
    }

    public override async IAsyncEnumerable<OrchestrationState> QueryAsync(
        OrchestrationQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        core.ThrowIfRefusing();
        await Task.CompletedTask;
        foreach (var entry in core.Table.Snapshot().OrderBy(e => e.Id, StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (StateFilter.MayMatch(query, entry) && StateOf(entry) is { } state && StateFilter.Matches(query, state))
            {
                yield return state;
            }
        }
    }

    public override async Task<OrchestrationState> WaitForCompletionAsync(
        string instanceId, Action<OrchestrationState>? onChange = null, CancellationToken cancellationToken = default)
    {
        core.ThrowIfRefusing();
        var entry = Find(instanceId);
        if (entry.Live is { } live)
        {
            return await live.Board.WaitForEndAsync(onChange, cancellationToken);
        }

        var state = StateReader.Read(core, entry);
        onChange?.Invoke(state);
        return state;
    }

    public override Task RaiseEventAsync(
        string instanceId, string eventName, object? payload, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        var json = Payload.From(payload, $"event '{eventName}'");
        return PostAsync(instanceId, new EventRaised(eventName, json), cancellationToken);
    }

    public override Task SuspendAsync(
        string instanceId, string? reason = null, CancellationToken cancellationToken = default) =>
        PostAsync(instanceId, new InstanceSuspended(reason), cancellationToken);

    public override Task ResumeAsync(
        string instanceId, string? reason = null, CancellationToken cancellationToken = default) =>
        PostAsync(instanceId, new InstanceResumed(reason), cancellationToken);

    public override Task TerminateAsync(
        string instanceId, string? reason = null, CancellationToken cancellationToken = default) =>
        PostAsync(instanceId, new InstanceTerminated(reason), cancellationToken);

    public override Task<bool> PurgeAsync(string instanceId, CancellationToken cancellationToken = default)
    {
        core.ThrowIfRefusing();
        return purge.RunAsync(instanceId, cancellationToken);
    }

    private async Task PostAsync(string instanceId, HistoryRecord record, CancellationToken cancellationToken)
    {
        core.ThrowIfRefusing();
        if (Find(instanceId).Live is { } live)
        {
            await live.PostAsync(record).WaitAsync(cancellationToken);
        }
    }

    private InstanceEntry Find(string instanceId) =>
        core.Table.Find(instanceId) ?? throw new InstanceNotFoundException(instanceId);

    private OrchestrationState? StateOf(InstanceEntry entry)
    {
        try
        {
            return entry.Live is { } live ? live.Board.State : StateReader.Read(core, entry);
        }
        catch (Exception e) when (e is FileNotFoundException or JournalDamagedException && core.Table.Find(entry.Id) is null)
        {
            // Purged between looking it up and reading it.
            return null;
        }
    }
}
