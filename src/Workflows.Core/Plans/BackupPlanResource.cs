using Workflows.Core.Applications;
using Workflows.Core.Hooks;
using Workflows.Core.Retention;
using Workflows.Core.Selection;
using Workflows.Core.Volumes;
using Workflows.Core.Volumes.Policies;
using Workflows.Core.Volumes.Snapshots.Groups;

namespace Workflows.Core.Plans;

/// <summary><c>kind: BackupPlan</c>: what of a cluster is backed up, when, and for how long it is kept.</summary>
public sealed record BackupPlanResource : PlanResource
{
    public string? Description { get; init; }

    /// <summary>The name of the cluster.</summary>
    public required string Cluster { get; init; }

    /// <summary>The store's URI; null is the one of whoever runs the plan.</summary>
    public string? Store { get; init; }

    public ObjectSelection Selection { get; init; } = new();

    /// <summary>Whether Secrets are captured; null is yes with a key, and must be said without.</summary>
    public bool? IncludeSecrets { get; init; }

    public bool IncludeVolumeData { get; init; }

    /// <summary>How the data of claims gets into a backup, where it does.</summary>
    public VolumeAction VolumeAction { get; init; }

    /// <summary>Whether claims are taken unless a pod excludes them; else only those that a pod names.</summary>
    public bool DefaultVolumesToFsBackup { get; init; } = true;

    /// <summary>The namespace in which snapshots are read; null is each claim's own.</summary>
    public string? MoverNamespace { get; init; }

    /// <summary>What is done with the data of which claims; null for the same with all.</summary>
    public VolumePolicies? VolumePolicies { get; init; }

    /// <summary>The label whose value names the group of claims that a claim is one of; empty for no groups.</summary>
    public string GroupLabel { get; init; } = ClaimGroup.VeleroLabel;

    /// <summary>The key that backups are encrypted with; null leaves them in the clear.</summary>
    public PlanKey? Key { get; init; }

    /// <summary>Whether the hooks are run that pods name in their annotations.</summary>
    public bool RunHooks { get; init; } = true;

    /// <summary>Hooks for pods that name none themselves: of applications, and others.</summary>
    public IReadOnlyList<HookRule> Hooks { get; init; } = [];

    /// <summary>Components of applications that say which claims are read, and which get the data of others.</summary>
    public IReadOnlyList<ProtectedComponent> Components { get; init; } = [];

    /// <summary>
    /// Whether a backup is a good one without the kinds that the cluster says it serves, and can't: whose aggregated API or
    /// conversion webhook is down.
    /// </summary>
    public bool Permissive { get; init; }

    /// <summary>When backups are made; null is when somebody asks.</summary>
    public ScheduleSpec? Schedule { get; init; }

    public RetentionPolicy Retention { get; init; } = new();

    /// <summary>Whether no backup is made by this plan any more, nor the plan changed.</summary>
    public bool Deactivated { get; init; }
}
