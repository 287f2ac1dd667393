using System.Globalization;
using Workflows.Activities.Plans;
using Workflows.Archive.Catalog;
using Workflows.Core.Plans;
using Workflows.Durable;
using Workflows.Orchestrations.Retention;

namespace Workflows.Activities.Retention;

/// <summary>Starts retention for each plan, once an hour however often it is asked. Every host asks it each minute.</summary>
/// <param name="catalog">What is declared.</param>
/// <param name="store">The address of the catalog's store.</param>
/// <param name="client">The engine.</param>
/// <param name="time">The clock.</param>
public sealed class RetentionTick(IResourceCatalog catalog, string store, OrchestrationClient client, TimeProvider time)
{
    /// <summary>Starts what was not started in this hour.</summary>
    /// <returns>The ids of the instances that this call started.</returns>
    public async Task<IReadOnlyList<string>> RunAsync(CancellationToken cancellationToken)
    {
        var hour = time.GetUtcNow().UtcDateTime.ToString("yyyyMMddHH", CultureInfo.InvariantCulture);
        var started = new List<string>();
        await foreach (var listed in catalog.ListAsync(ResourceKind.BackupPlan, cancellationToken))
        {
            var id = RunIds.Of(RunIds.Retentions, $"{listed.Name}-{hour}", store);
            if (listed.Resource is not null
                && !await IsGoingAsync(listed.Name, id, cancellationToken)
                && await client.StartAsync(
                    RetentionNames.ApplyRetention.Name, id, new RetentionInput(listed.Name, store), cancellationToken))
            {
                started.Add(id);
            }
        }

        return started;
    }

    /// <summary>Whether an earlier hour's is still at work; two would only find each other's backups gone.</summary>
    private async Task<bool> IsGoingAsync(string plan, string id, CancellationToken cancellationToken)
    {
        var query = new OrchestrationQuery
        {
            Orchestrator = RetentionNames.ApplyRetention.Name,
            InstanceIdPrefix = $"{RunIds.Retentions}{plan}-",
            Statuses = [OrchestrationStatus.Pending, OrchestrationStatus.Running, OrchestrationStatus.Suspended],
        };
        return await client.QueryAsync(query, cancellationToken)
            .AnyAsync(state => state.InstanceId != id && state.InstanceId.Length == id.Length, cancellationToken);
    }
}
