using Workflows.Core.Applications;
using Workflows.Core.Clusters;
using Workflows.Core.Hooks;
using Workflows.Core.Keys;
using Workflows.Core.Retention;
using Workflows.Core.Selection;
using Workflows.Core.Volumes;
using Workflows.Core.Volumes.Policies;

namespace Workflows.Core.Backups;

/// <summary>What somebody asked to back up: the input of the backup orchestration.</summary>
public sealed record BackupSpec
{
    /// <summary>The backup's name, unique in its store: lower-case letters, digits, <c>-</c> and <c>.</c>.</summary>
    public required string Name { get; init; }

    public required ClusterReference Cluster { get; init; }

    /// <summary>The store's URI: a folder's path, or what <c>ArchiveStores</c> knows.</summary>
    public required string Store { get; init; }

    public ObjectSelection Selection { get; init; } = new();

    /// <summary>Whether Secrets are captured; without a key they lie in the archive in the clear.</summary>
    public required bool IncludeSecrets { get; init; }

    /// <summary>What the archive is encrypted with; null leaves it in the clear.</summary>
    public KeyReference? Key { get; init; }

    /// <summary>
    /// Whether every list is read at one revision. Without, each is read as it is when its turn comes, and the backup
    /// holds a moment for each: for servers before Kubernetes 1.19, which know no exact revision.
    /// </summary>
    public bool OneRevision { get; init; } = true;

    /// <summary>How the data of claims is moved into the backup; null leaves it out.</summary>
    public MoverSettings? Mover { get; init; }

    /// <summary>What is done with the data of which claims; null where the annotations of pods, and the default, decide of all.</summary>
    public VolumePolicies? VolumePolicies { get; init; }

    /// <summary>Whether claims that no policy speaks of are taken unless a pod excludes them; else only those that a pod names.</summary>
    public bool DefaultVolumesToFsBackup { get; init; } = true;

    /// <summary>Whether hooks are run: those that pods name in their annotations (<see cref="HookAnnotations"/>), and <see cref="Hooks"/>.</summary>
    public bool RunHooks { get; init; } = true;

    /// <summary>Hooks for pods that name none themselves.</summary>
    public IReadOnlyList<HookRule> Hooks { get; init => field = value ?? []; } = [];

    /// <summary>Components of applications that say which claims are read, and which get the data of others.</summary>
    public IReadOnlyList<ProtectedComponent> Components { get; init => field = value ?? []; } = [];

    /// <summary>
    /// Whether a kind that the cluster says it serves, and can't, is a warning instead of an error. What the cluster does not
    /// allow to be read is an error all the same.
    /// </summary>
    public bool Permissive { get; init; }

    /// <summary>How long the backup is to be kept; Velero's default is 30 days.</summary>
    public TimeSpan Ttl { get; init; } = TimeSpan.FromDays(30);

    /// <summary>For how long from its making nobody may delete the backup; zero is not at all.</summary>
    public TimeSpan DeleteLock { get; init; }

    /// <summary>How a store that keeps such locks itself keeps this one.</summary>
    public DeleteLockMode DeleteLockMode { get; init; }

    /// <summary>The plan that it is made by; null for one that a person makes.</summary>
    public string? Plan { get; init; }

    /// <summary>How many parts are captured at once.</summary>
    public int Window { get; init; } = 8;

    /// <summary>Objects in a page of a list; the server reads a page from etcd in one go.</summary>
    public int PageSize { get; init; } = 500;
}
