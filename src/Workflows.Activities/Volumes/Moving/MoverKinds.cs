using Workflows.Core.Resources;

namespace Workflows.Activities.Volumes.Moving;

/// <summary>The kinds that movers are made of and found by.</summary>
internal static class MoverKinds
{
    public static readonly ApiResource Claims =
        new("", "v1", "persistentvolumeclaims", "PersistentVolumeClaim", true, ["list"]);

    public static readonly ApiResource Pods = new("", "v1", "pods", "Pod", true, ["list"]);

    public static readonly ApiResource Events = new("", "v1", "events", "Event", true, ["list"]);

    public static readonly ApiResource Nodes = new("", "v1", "nodes", "Node", false, ["list"]);

    public static readonly ApiResource Jobs = new("batch", "v1", "jobs", "Job", true, ["list"]);
}
