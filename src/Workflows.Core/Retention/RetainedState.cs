namespace Workflows.Core.Retention;

/// <summary>What a backup is worth to somebody who must restore.</summary>
public enum RetainedState
{
    /// <summary>It is being made.</summary>
    InProgress,

    /// <summary>Everything selected is in it: a good backup.</summary>
    Completed,

    /// <summary>It can be restored from, and something selected is not in it.</summary>
    PartiallyFailed,

    /// <summary>It can't be restored from.</summary>
    Failed,
}
