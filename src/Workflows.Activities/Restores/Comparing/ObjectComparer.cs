using Workflows.Activities.Clusters;
using Workflows.Activities.Restores.Applying;
using Workflows.Core.Restores;
using Workflows.Kubernetes;

namespace Workflows.Activities.Restores.Comparing;

/// <summary>Holds objects against what is live, and says of each where it differs; the cluster is only read.</summary>
internal sealed class ObjectComparer(ClusterClient client)
{
    private const int ObjectsAtOnce = 8;

    private readonly LiveObjects lists = new(client);

    /// <param name="batch">The objects.</param>
    /// <param name="report">Takes each that differs; may be called from several threads at once.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="KubernetesException">The cluster answers nothing at all, or refuses the credentials.</exception>
    public async Task CompareAsync(
        ComparisonBatch batch, Action<ObjectDifference> report, CancellationToken cancellationToken)
    {
        var unseen = batch.Objects.ToHashSet(ReferenceEqualityComparer.Instance);
        await foreach (var (restored, live) in lists.FindAsync(batch, cancellationToken))
        {
            unseen.Remove(restored);
            Report(Compare(restored, live));
        }

        await Parallel.ForEachAsync(
            unseen.Cast<RestoredObject>(),
            new ParallelOptions { MaxDegreeOfParallelism = ObjectsAtOnce, CancellationToken = cancellationToken },
            async (restored, token) => Report(await AskAsync(restored, token)));

        void Report(ObjectDifference? difference)
        {
            if (difference is not null)
            {
                report(difference);
            }
        }
    }

    private async Task<ObjectDifference?> AskAsync(RestoredObject restored, CancellationToken cancellationToken)
    {
        try
        {
            var live = await client.FindAsync(
                restored.Resource, restored.Key.Namespace, restored.Key.Name, cancellationToken);
            return live is null ? new(restored.Key, [], Missing: true) : Compare(restored, live.Value);
        }
        catch (KubernetesException failed)
        {
            await ClusterProbe.RequireAnsweringAsync(client, failed, cancellationToken);
            return new(restored.Key, [$"It could not be compared: {failed.Message}"], Missing: false);
        }
    }

    private static ObjectDifference? Compare(RestoredObject restored, ObjectBytes live)
    {
        var differences = restored.Compare(restored.ParseLive(live));
        return differences.Count == 0
            ? null
            : new(restored.Key, [.. differences.Select(difference => difference.ToString())], Missing: false);
    }
}
