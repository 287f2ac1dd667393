namespace Workflows.Core.Restores;

/// <summary>How a restore ended, in Velero's words.</summary>
public enum RestorePhase
{
    /// <summary>Every object selected is there, or was left out for a reason that the report gives.</summary>
    Completed,

    /// <summary>Some objects failed, or are not as archived.</summary>
    PartiallyFailed,

    /// <summary>It did not come to its end; what the chunks that ended did is reported.</summary>
    Failed,
}
