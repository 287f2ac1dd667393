using Workflows.Core.Backups;
using Workflows.Core.Schedules;
using Workflows.Durable;
using Workflows.Orchestrations.Backups;

namespace Workflows.Activities.Plans;

/// <summary>The runs of plans, as instances of a durable engine.</summary>
/// <param name="client">The engine.</param>
public sealed class DurablePlanRuns(OrchestrationClient client) : IPlanRuns
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<PlanRun>> ListAsync(string plan, string store, CancellationToken cancellationToken)
    {
        var query = new OrchestrationQuery
        {
            Orchestrator = BackupNames.Backup.Name,
            InstanceIdPrefix = RunIds.BackupsOf(plan),
        };
        var runs = new List<PlanRun>();
        await foreach (var state in client.QueryAsync(query, cancellationToken))
        {
            if (RunIds.BackupIn(state.InstanceId, store) is { } name && RunName.TryGetDue(name, plan, out _))
            {
                runs.Add(new PlanRun(name, !state.IsEnded, state is { IsEnded: true, Status: not OrchestrationStatus.Completed }));
            }
        }

        return runs;
    }

    /// <inheritdoc/>
    public Task<bool> StartAsync(BackupSpec spec, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return client.StartAsync(BackupNames.Backup.Name, RunIds.OfBackup(spec.Name, spec.Store), spec, cancellationToken);
    }
}
