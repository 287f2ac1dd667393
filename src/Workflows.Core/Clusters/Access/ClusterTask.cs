namespace Workflows.Core.Clusters.Access;

/// <summary>What is done with a cluster, by what it takes to be allowed to.</summary>
public enum ClusterTask
{
    /// <summary>Reading its objects.</summary>
    Backup,

    /// <summary>Creating objects, and comparing them.</summary>
    Restore,

    /// <summary>Moving the files of volumes, by Jobs.</summary>
    Volumes,

    /// <summary>Taking, using and removing CSI snapshots.</summary>
    Snapshots,

    /// <summary>Running hooks in pods.</summary>
    Hooks,
}
