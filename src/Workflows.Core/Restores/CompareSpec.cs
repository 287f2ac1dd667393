using Workflows.Core.Clusters;
using Workflows.Core.Keys;
using Workflows.Core.Selection;

namespace Workflows.Core.Restores;

/// <summary>Which backup to hold against which cluster.</summary>
public sealed record CompareSpec
{
    public required string Backup { get; init; }

    public required ClusterReference Cluster { get; init; }

    public required string Store { get; init; }

    public ObjectSelection Selection { get; init; } = new();

    public IReadOnlyDictionary<string, string> NamespaceMappings { get; init; } =
        new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What became of claims otherwise than it was, as their restore was told.</summary>
    public ClaimChanges Claims { get; init; } = ClaimChanges.None;

    /// <summary>The key of an encrypted backup; null for one in the clear.</summary>
    public KeyReference? Key { get; init; }

    public int Window { get; init; } = 8;
}
