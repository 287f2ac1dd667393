using Workflows.Core.Resources;

namespace Workflows.Activities.Clusters;

/// <summary>Kinds that every cluster has, by which hooks and movers find what they need.</summary>
internal static class ClusterKinds
{
    public static readonly ApiResource Claims =
        new("", "v1", "persistentvolumeclaims", "PersistentVolumeClaim", true, ["list"]);

    public static readonly ApiResource Volumes =
        new("", "v1", "persistentvolumes", "PersistentVolume", false, ["list"]);

    public static readonly ApiResource StorageClasses =
        new("storage.k8s.io", "v1", "storageclasses", "StorageClass", false, ["list"]);

    public static readonly ApiResource Pods = new("", "v1", "pods", "Pod", true, ["list"]);

    public static readonly ApiResource Events = new("", "v1", "events", "Event", true, ["list"]);

    public static readonly ApiResource Nodes = new("", "v1", "nodes", "Node", false, ["list"]);

    public static readonly ApiResource CsiDrivers =
        new("storage.k8s.io", "v1", "csidrivers", "CSIDriver", false, ["list"]);

    public static readonly ApiResource Jobs = new("batch", "v1", "jobs", "Job", true, ["list"]);
}
