using Workflows.Activities.Volumes.Moving;
using Workflows.Core.Volumes;
using Workflows.Durable;

namespace Workflows.Activities.Volumes;

/// <summary>Ends all movers of a run: says that none is to start any more, then deletes those that are there.</summary>
public sealed class StopMoversActivity(ActivityServices services) : Activity<VolumeRun, bool>
{
    /// <inheritdoc/>
    public override async Task<bool> RunAsync(
        ActivityContext context, VolumeRun input, CancellationToken cancellationToken)
    {
        await VolumeDocuments.Create(services, input).StopAsync(cancellationToken);
        var cluster = new MoverCluster(services.Clusters.Get(input.Cluster));
        foreach (var job in await cluster.ListJobsAsync(MoverLabels.SelectRun(input.Uid), cancellationToken))
        {
            await cluster.DeleteJobAsync(
                job["metadata"]!["namespace"]!.GetValue<string>(),
                job["metadata"]!["name"]!.GetValue<string>(),
                cancellationToken);
        }

        return true;
    }
}
