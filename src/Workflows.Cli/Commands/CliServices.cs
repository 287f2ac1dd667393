using Workflows.Activities.Events.Outgoing;
using Workflows.Activities.Volumes.Snapshots;
using Workflows.Core.Clusters;
using Workflows.Core.Clusters.Access;
using Workflows.Durable;

namespace Workflows.Cli.Commands;

/// <summary>
/// What the command line uses of the product's outside: clusters, and the activities that reach them. A test hands
/// in its own; <c>Composition</c> hands in the real ones.
/// </summary>
internal sealed record CliServices
{
    /// <summary>
    /// Finds the cluster that the options name, without speaking to it. A missing file or an unknown context is an
    /// error.
    /// </summary>
    public required Func<string?, string?, ClusterReference> LocateCluster { get; init; }

    /// <summary>Asks the cluster for its version: proof that it answers and takes the credentials.</summary>
    public required Func<ClusterReference, CancellationToken, Task<string>> CheckCluster { get; init; }

    /// <summary>Asks the cluster which rights there are.</summary>
    public required Func<ClusterReference, AccessRequest, CancellationToken, Task<ClusterAccess>> ReviewAccess { get; init; }

    /// <summary>Removes the snapshots of a backup in a cluster; tells how many are gone.</summary>
    public required Func<ClusterReference, SnapshotRemoval, TimeProvider, CancellationToken, Task<int>> RemoveSnapshots { get; init; }

    /// <summary>Registers the product's activities; what they hold open is disposed when the run is over.</summary>
    public required Func<DurableRegistry, TimeProvider, IDisposable> AddActivities { get; init; }

    /// <summary>
    /// The same for a service, which says what tells its runs from those of commands on the same machine: both may work on
    /// one store under the same names, and where events are sent to, if they are.
    /// </summary>
    public required Func<DurableRegistry, TimeProvider, string, EventEndpoint?, IDisposable> AddServedActivities { get; init; }

    /// <summary>How long a hook may take: nothing ends an activity of this process but its own end.</summary>
    public required TimeSpan LongestHook { get; init; }
}
