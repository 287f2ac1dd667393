namespace Workflows.Kubernetes;

/// <summary>How a patch's body is meant.</summary>
public enum PatchType
{
    /// <summary>RFC 6902. Not repeated after a failure that leaves its outcome unknown.</summary>
    JsonPatch,

    /// <summary>RFC 7386.</summary>
    MergePatch,

    /// <summary>Kubernetes' own, which knows how the lists of built-in kinds merge; custom resources refuse it.</summary>
    StrategicMergePatch,

    /// <summary>Server-side apply: the body is what the field manager wants; needs a field manager.</summary>
    ServerSideApply,
}
