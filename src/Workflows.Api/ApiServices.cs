using System.Text.Json.Nodes;
using Workflows.Activities.Events.Incoming;
using Workflows.Activities.Plans;
using Workflows.Activities.Volumes.Snapshots;
using Workflows.Api.OpenApi;
using Workflows.Api.Stores;
using Workflows.Core.Clusters;
using Workflows.Core.Volumes;
using Workflows.Durable;

namespace Workflows.Api;

/// <summary>What the management API works with. Each host hands in its own: the embedded engine's, or Azure's.</summary>
public sealed record ApiServices
{
    /// <summary>The instances.</summary>
    public required OrchestrationClient Instances { get; init; }

    /// <summary>The store's address, in its one spelling.</summary>
    public required string Store { get; init; }

    /// <summary>What tells this host from others that work on the same store.</summary>
    public required string Host { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Finds a cluster by its context; null is the one that the host was started with. Speaks to no cluster.</summary>
    public required Func<string?, ClusterReference> LocateCluster { get; init; }

    /// <summary>Asks a cluster for its version: proof that it answers and takes the credentials.</summary>
    public required Func<ClusterReference, CancellationToken, Task<string>> CheckCluster { get; init; }

    /// <summary>Removes the snapshots of a backup in a cluster; tells how many are gone.</summary>
    public required Func<ClusterReference, SnapshotRemoval, CancellationToken, Task<int>> RemoveSnapshots { get; init; }

    /// <summary>
    /// The key that backups are encrypted with, read anew from its file at each call; null where there is none. Requests
    /// name a key by its id, and never hold one.
    /// </summary>
    public Func<GivenKey?> FindKey { get; init; } = () => null;

    /// <summary>How the data of claims is moved; without an image, only snapshots are.</summary>
    public MoverSettings Mover { get; init; } = new();

    /// <summary>How long one hook may take on this host.</summary>
    public TimeSpan LongestHook { get; init; } = SpecLimits.UsualHook;

    /// <summary>How the host knows who asks, for the OpenAPI document; it has let the request in before it gets here.</summary>
    public IReadOnlyDictionary<string, JsonObject> SecuritySchemes { get; init; } = OpenApiDocument.TokenOrCertificate;

    /// <summary>Is told what was done about events that came, for the host's log.</summary>
    public Action<EventReport> TellOfEvents { get; init; } = _ => { };

    /// <summary>Why no work is taken now, as a sentence; null while it is.</summary>
    public Func<string?> FindObstacle { get; init; } = () => null;
}
