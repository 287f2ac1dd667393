using Workflows.Core.Hooks;
using Workflows.Core.Restores;
using Workflows.Core.Selection;

namespace Workflows.Core.Plans;

/// <summary><c>kind: RestorePlan</c>: how backups of a plan are restored into a cluster.</summary>
public sealed record RestorePlanResource : PlanResource
{
    public string? Description { get; init; }

    /// <summary>The name of the plan whose backups are restored.</summary>
    public required string BackupPlan { get; init; }

    /// <summary>The name of the cluster to restore into.</summary>
    public required string Cluster { get; init; }

    public ObjectSelection Selection { get; init; } = new();

    /// <summary>From a namespace of the backup to one of the cluster.</summary>
    public IReadOnlyDictionary<string, string> NamespaceMappings { get; init; } =
        new Dictionary<string, string>(StringComparer.Ordinal);

    public ConflictMode Conflict { get; init; } = ConflictMode.Skip;

    public VolumeDataPolicy VolumeData { get; init; }

    public bool PreserveNodePorts { get; init; }

    /// <summary>Whether hooks are run.</summary>
    public bool RunHooks { get; init; } = true;

    /// <summary>Hooks for pods that name none themselves: of applications, and others.</summary>
    public IReadOnlyList<HookRule> Hooks { get; init; } = [];

    /// <summary>The key of encrypted backups; null is the backup plan's.</summary>
    public PlanKey? Key { get; init; }
}
