using Workflows.Activities.Volumes.Moving;
using Workflows.Core.Volumes;
using Workflows.Durable;

namespace Workflows.Activities.Volumes;

/// <summary>
/// Removes a claim's Job, and once its pods are gone what its attempts left in the store that no record names. While a
/// pod is there its program may still write: the caller asks again.
/// </summary>
public sealed class CleanUpMoverActivity(ActivityServices services) : Activity<ClaimMove, bool>
{
    /// <inheritdoc/>
    public override async Task<bool> RunAsync(
        ActivityContext context, ClaimMove input, CancellationToken cancellationToken)
    {
        var cluster = new MoverCluster(services.Clusters.Get(input.Run.Cluster));
        var ns = input.Mounted.Namespace;
        await cluster.DeleteJobAsync(ns, input.Job, cancellationToken);
        var pods = await cluster.PodsOfAsync(input, cancellationToken);
        foreach (var pod in pods.Where(pod => pod["metadata"]?["deletionTimestamp"] is null))
        {
            // The cluster would do it; where its collector is behind, the claim would stay in use.
            await cluster.DeletePodAsync(ns, pod["metadata"]!["name"]!.GetValue<string>(), cancellationToken);
        }

        if (pods.Count > 0)
        {
            return false;
        }

        if (input.Run.Task is MoverTask.Backup
            && await ClaimStore.Open(services, input).FindRunsAsync(cancellationToken) is { } runs)
        {
            await runs.EndAsync(input.Planned.Record, input.Planned.Volume, cancellationToken);
        }

        return true;
    }
}
