using System.Collections.Frozen;
using Workflows.Core.Hooks;
using Workflows.Core.Volumes.Snapshots;
using Workflows.Core.Volumes;

namespace Workflows.Core.Restores.Rules;

/// <summary>What rules know of the restore they are part of; names are those of the archive unless said otherwise.</summary>
public sealed record RestoreRuleContext
{
    public required string BackupName { get; init; }

    public required string RestoreName { get; init; }

    /// <summary>Archived namespace → namespace to restore it to; one that is not here keeps its name.</summary>
    public IReadOnlyDictionary<string, string> NamespaceMappings { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>What becomes of claims otherwise than it was.</summary>
    public ClaimChanges Claims { get; init; } = ClaimChanges.None;

    /// <summary>Whether services keep all their node ports, the allocated ones included.</summary>
    public bool PreserveNodePorts { get; init; }

    /// <summary>
    /// The archived names of the PersistentVolumes that this restore creates (see
    /// <see cref="PersistentVolumeReuse.IsReusable"/>). A claim keeps its volume's name only if it is among them;
    /// every other claim gets a new volume.
    /// </summary>
    public IReadOnlySet<string> RestoredPersistentVolumes { get; init; } = FrozenSet<string>.Empty;

    /// <summary>
    /// Archived PersistentVolume → the name it gets here, for volumes that must live beside their original; names
    /// come from <see cref="PersistentVolumeReuse.CloneName"/>. Only for volumes whose storage is a copy as well: two
    /// PersistentVolumes on one disk are two claims writing over each other.
    /// </summary>
    public IReadOnlyDictionary<string, string> PersistentVolumeNames { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>What claims are filled from, by their names where they are restored to; a claim that is not here is not filled from a snapshot.</summary>
    public IReadOnlyDictionary<ClaimName, ClaimSource> ClaimSources { get; init; } = FrozenDictionary<ClaimName, ClaimSource>.Empty;

    /// <summary>Rules whose hooks are put into pods beside those that pods name; null to put none in.</summary>
    public HookRules? Hooks { get; init; }

    /// <summary>The namespace that an archived one is restored to.</summary>
    public string MapNamespace(string archived) => NamespaceMappings.GetValueOrDefault(archived, archived);
}
