using Workflows.Core.Clusters;

namespace Workflows.Core.Plans;

/// <summary><c>kind: Cluster</c>: a cluster by name.</summary>
public sealed record ClusterResource : PlanResource
{
    /// <summary>Where its credentials are found.</summary>
    public required ClusterReference Reference { get; init; }

    /// <summary>The same, with the name that it is registered by.</summary>
    public ClusterReference Named => Reference with { Name = Name };
}
