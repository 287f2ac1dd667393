namespace Workflows.Core.Volumes.Seeing;

/// <summary>How far a mover's Job is, as its cluster shows it.</summary>
public enum MoverPhase
{
    /// <summary>There is no such Job.</summary>
    Gone,

    /// <summary>Its pod is not there yet, and nothing is wrong.</summary>
    Starting,

    /// <summary>Its pod can't start, and that may pass.</summary>
    Blocked,

    /// <summary>Its pod will never start.</summary>
    Refused,

    /// <summary>Its program is at work, or waits for its hand-over.</summary>
    Running,

    /// <summary>Its program ended well.</summary>
    Succeeded,

    /// <summary>Its program ended badly and is not started again.</summary>
    Failed,
}
