using Workflows.Activities.Clusters;
using Workflows.Core.Volumes.Snapshots;
using Workflows.Durable;
using Workflows.Kubernetes;
using Workflows.Orchestrations.Volumes.Snapshots;

namespace Workflows.Activities.Volumes.Snapshots;

/// <summary>Makes the claim of a snapshot that a mover reads, or finds the one that an earlier attempt made.</summary>
public sealed class CloneSnapshotActivity(ActivityServices services) : Activity<CloneInput, SnapshotStart>
{
    /// <inheritdoc/>
    public override async Task<SnapshotStart> RunAsync(
        ActivityContext context, CloneInput input, CancellationToken cancellationToken)
    {
        var cluster = new SnapshotCluster(new(services.Clusters.Get(input.Move.Run.Cluster)));
        var (source, clone) = (input.Move.Planned.Claim, input.Move.Mounted);
        if (await cluster.Objects.FindAsync(ClusterKinds.Claims, clone.Namespace, clone.Name, cancellationToken) is not null)
        {
            return SnapshotStart.Done;
        }

        if (await cluster.Objects.FindAsync(ClusterKinds.Claims, source.Namespace, source.Name, cancellationToken) is not { } claim)
        {
            return new("The claim was deleted before a copy could be made of its snapshot.");
        }

        try
        {
            if (input.Move.ImportsSnapshot)
            {
                await cluster.Objects.CreateAsync(
                    SnapshotKinds.Contents, null, SnapshotObjects.ImportedContent(input.Move, input.Snapshot), cancellationToken);
                await cluster.Objects.CreateAsync(
                    SnapshotKinds.Snapshots, clone.Namespace, SnapshotObjects.Imported(input.Move), cancellationToken);
            }

            await cluster.Objects.CreateAsync(
                ClusterKinds.Claims, clone.Namespace, SnapshotObjects.Clone(input.Move, claim, input.Snapshot.Bytes), cancellationToken);
            return SnapshotStart.Done;
        }
        catch (KubernetesApiException refused) when (refused.IsForbidden || refused.IsInvalid || refused.IsNotFound)
        {
            return new($"The cluster refuses the claim that its snapshot is to be read from: {refused.ServerMessage}");
        }
    }
}
