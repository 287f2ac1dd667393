namespace Workflows.Kubernetes;

/// <summary>What deleting an object does to those it owns.</summary>
public enum PropagationPolicy
{
    /// <summary>They stay, without an owner.</summary>
    Orphan,

    /// <summary>The garbage collector deletes them afterwards.</summary>
    Background,

    /// <summary>They go first, and the object stays until they are gone.</summary>
    Foreground,
}
