using System.Runtime.CompilerServices;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Workflows.Core.Errors;
using Workflows.Durable;
using HostQuery = Microsoft.DurableTask.Client.OrchestrationQuery;
using OrchestrationQuery = Workflows.Durable.OrchestrationQuery;

namespace Workflows.Functions.Durable;

/// <summary>The port's client over that of a Durable Task host.</summary>
/// <param name="host">The host's client.</param>
/// <param name="registry">Which version of an orchestrator a new instance takes.</param>
/// <param name="time">The clock that waits between two looks at an instance go by.</param>
public sealed class HostedClient(DurableTaskClient host, DurableRegistry registry, TimeProvider time) : OrchestrationClient
{
    /// <summary>An id that exists is not started again, whatever became of its instance.</summary>
    private static readonly IReadOnlyList<string> EveryStatus = Enum.GetNames<OrchestrationRuntimeStatus>();

    private static readonly OrchestrationStatus[] Live =
        [OrchestrationStatus.Pending, OrchestrationStatus.Running, OrchestrationStatus.Suspended];

    /// <summary>How often an instance is looked at while somebody waits for it.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(1);

    public override async Task<bool> StartAsync(
        string orchestrator, string instanceId, object? input, CancellationToken cancellationToken = default)
    {
        var registration = registry.FindLatestOrchestrator(orchestrator) ?? throw new WorkflowsException(
            ErrorKind.Usage, $"There is no orchestrator '{orchestrator}' in this program.");

        // Hosts that know no such option start an instance that has ended again: they are asked first.
        if (await FindAsync(instanceId, cancellationToken) is not null)
        {
            return false;
        }

        var start = new OrchestrationStart(registration.Version) { Input = Payload.From(input) };
        var options = new StartOrchestrationOptions(HostInstanceId.From(instanceId)) { DedupeStatuses = EveryStatus };
        try
        {
            await host.ScheduleNewOrchestrationInstanceAsync(orchestrator, start.ToJson(), options, cancellationToken);
            return true;
        }
        catch (global::DurableTask.Core.Exceptions.OrchestrationAlreadyExistsException)
        {
            return false;
        }
    }

    public override async Task<OrchestrationState?> GetAsync(
        string instanceId, CancellationToken cancellationToken = default) =>
        await FindAsync(instanceId, cancellationToken);

    public override async IAsyncEnumerable<OrchestrationState> QueryAsync(
        OrchestrationQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var found = new List<OrchestrationState>();
        await foreach (var state in ListAsync(query, cancellationToken))
        {
            if ((query.IncludeChildren || state.ParentInstanceId is null)
                && (query.Orchestrator is null || state.Orchestrator == query.Orchestrator))
            {
                found.Add(state);
            }
        }

        foreach (var state in found.OrderBy(s => s.InstanceId, StringComparer.Ordinal))
        {
            yield return state;
        }
    }

    public override async Task<OrchestrationState> WaitForCompletionAsync(
        string instanceId, Action<OrchestrationState>? onChange = null, CancellationToken cancellationToken = default)
    {
        OrchestrationState? seen = null;
        using var timer = new PeriodicTimer(PollInterval, time);
        while (true)
        {
            var state = await GetExistingAsync(instanceId, cancellationToken);
            if (seen is null || HasChanged(seen, state))
            {
                onChange?.Invoke(state);
            }

            if (state.IsEnded)
            {
                return state;
            }

            seen = state;
            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }

    public override async Task RaiseEventAsync(
        string instanceId, string eventName, object? payload, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        if (!(await GetExistingAsync(instanceId, cancellationToken)).IsEnded)
        {
            await host.RaiseEventAsync(
                HostInstanceId.From(instanceId), eventName, Payload.From(payload), cancellationToken);
        }
    }

    public override async Task SuspendAsync(
        string instanceId, string? reason = null, CancellationToken cancellationToken = default)
    {
        if (!(await GetExistingAsync(instanceId, cancellationToken)).IsEnded)
        {
            await host.SuspendInstanceAsync(HostInstanceId.From(instanceId), reason, cancellationToken);
        }
    }

    public override async Task ResumeAsync(
        string instanceId, string? reason = null, CancellationToken cancellationToken = default)
    {
        if (!(await GetExistingAsync(instanceId, cancellationToken)).IsEnded)
        {
            await host.ResumeInstanceAsync(HostInstanceId.From(instanceId), reason, cancellationToken);
        }
    }

    public override async Task TerminateAsync(
        string instanceId, string? reason = null, CancellationToken cancellationToken = default)
    {
        var state = await GetExistingAsync(instanceId, cancellationToken);
        if (!state.IsEnded)
        {
            await host.TerminateInstanceAsync(
                HostInstanceId.From(instanceId), (object?)Payload.From(reason), cancellationToken);

            // Not every host ends the children too. They are looked for when the parent can start no more of them.
            state = await WaitForCompletionAsync(instanceId, onChange: null, cancellationToken);
        }

        if (state.Status is OrchestrationStatus.Terminated)
        {
            foreach (var child in await ChildrenAsync(state, Live, cancellationToken))
            {
                await TerminateAsync(child.InstanceId, $"Its parent '{instanceId}' was terminated.", cancellationToken);
            }
        }
    }

    public override async Task<bool> PurgeAsync(string instanceId, CancellationToken cancellationToken = default)
    {
        if (await FindAsync(instanceId, cancellationToken) is not { IsEnded: true } state)
        {
            return false;
        }

        // The parent goes last: as long as it is there, its children are found.
        foreach (var child in await ChildrenAsync(state, statuses: null, cancellationToken))
        {
            if (!child.IsEnded)
            {
                await TerminateAsync(child.InstanceId, $"Its parent '{instanceId}' is purged.", cancellationToken);
            }

            await PurgeAsync(child.InstanceId, cancellationToken);
        }

        var purged = await host.PurgeInstanceAsync(HostInstanceId.From(instanceId), cancellation: cancellationToken);
        return purged.PurgedInstanceCount > 0;
    }

    private static bool HasChanged(OrchestrationState before, OrchestrationState now) =>
        (before.Status, before.LastUpdatedAt, before.CustomStatus?.GetRawText(), before.Input?.GetRawText())
        != (now.Status, now.LastUpdatedAt, now.CustomStatus?.GetRawText(), now.Input?.GetRawText());

    private async Task<OrchestrationState> GetExistingAsync(string instanceId, CancellationToken cancellationToken) =>
        await FindAsync(instanceId, cancellationToken) ?? throw new InstanceNotFoundException(instanceId);

    private async Task<OrchestrationState?> FindAsync(string instanceId, CancellationToken cancellationToken)
    {
        var hostId = HostInstanceId.From(instanceId);
        try
        {
            return await host.GetInstanceAsync(hostId, getInputsAndOutputs: true, cancellationToken) is { } metadata
                ? HostedState.From(metadata)
                : null;
        }
        catch (Exception e) when (e is not OperationCanceledException && cancellationToken.IsCancellationRequested)
        {
            // The transport has an error of its own for a call that was given up.
            throw new OperationCanceledException($"Looking at instance '{instanceId}' was given up.", e, cancellationToken);
        }
    }

    private async Task<List<OrchestrationState>> ChildrenAsync(
        OrchestrationState parent, IReadOnlyList<OrchestrationStatus>? statuses, CancellationToken cancellationToken)
    {
        var children = new List<OrchestrationState>();
        await foreach (var state in ListAsync(new() { Statuses = statuses }, cancellationToken))
        {
            if (state.ParentInstanceId == parent.InstanceId)
            {
                children.Add(state);
            }
        }

        return children;
    }

    private async IAsyncEnumerable<OrchestrationState> ListAsync(
        OrchestrationQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var filter = new HostQuery
        {
            InstanceIdPrefix = query.InstanceIdPrefix is { } prefix ? HostInstanceId.Prefix(prefix) : null,
            Statuses = query.Statuses is { } statuses ? [.. HostedState.ToHost(statuses)] : null,
            FetchInputsAndOutputs = true,
        };
        await foreach (var metadata in host.GetAllInstancesAsync(filter).WithCancellation(cancellationToken))
        {
            // Some hosts look at the beginning of an id without regard to case.
            var state = HostedState.From(metadata);
            if (state.InstanceId.StartsWith(query.InstanceIdPrefix ?? "", StringComparison.Ordinal))
            {
                yield return state;
            }
        }
    }
}
