using Workflows.Core.Clusters;
using Workflows.Core.Hooks;
using Workflows.Core.Keys;
using Workflows.Core.Selection;
using Workflows.Core.Volumes;

namespace Workflows.Core.Restores;

/// <summary>What somebody asked to restore: the input of the restore orchestration.</summary>
public sealed record RestoreSpec
{
    /// <summary>The restore's name, unique in its store.</summary>
    public required string Name { get; init; }

    /// <summary>The backup to restore from.</summary>
    public required string Backup { get; init; }

    public required ClusterReference Cluster { get; init; }

    /// <summary>The store's URI.</summary>
    public required string Store { get; init; }

    public ObjectSelection Selection { get; init; } = new();

    /// <summary>From a namespace of the backup to one of the cluster; what is not named keeps its own.</summary>
    public IReadOnlyDictionary<string, string> NamespaceMappings { get; init; } =
        new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What becomes of claims otherwise than it was.</summary>
    public ClaimChanges Claims { get; init; } = ClaimChanges.None;

    public ConflictMode Conflict { get; init; } = ConflictMode.Skip;

    /// <summary>Whether node ports are asked for again although the server chose them.</summary>
    public bool PreserveNodePorts { get; init; }

    /// <summary>What becomes of the data of claims.</summary>
    public VolumeDataPolicy VolumeData { get; init; }

    /// <summary>How that data is moved; null for a restore that moves none.</summary>
    public MoverSettings? Mover { get; init; }

    /// <summary>
    /// Whether hooks are run: those that pods name in their annotations (<see cref="RestoreHookAnnotations"/>), and
    /// <see cref="Hooks"/>.
    /// </summary>
    public bool RunHooks { get; init; } = true;

    /// <summary>Hooks for pods that name none themselves.</summary>
    public IReadOnlyList<HookRule> Hooks { get; init => field = value ?? []; } = [];

    /// <summary>
    /// The same, as far as the objects themselves go: of the hooks' rules, what a pod gets. They are long, and each step
    /// that restores or compares objects carries this along.
    /// </summary>
    public RestoreSpec ForObjects() => Hooks.Count == 0 ? this : this with
    {
        Hooks = [.. from rule in Hooks where rule.Init.Count > 0 select rule with { Restored = [] }],
    };

    /// <summary>The key of an encrypted backup; null for one in the clear.</summary>
    public KeyReference? Key { get; init; }

    /// <summary>How many chunks of objects are restored at once.</summary>
    public int Window { get; init; } = 8;
}
