namespace Workflows.Core.Retention;

/// <summary>The rules that keep a backup. Any one is enough.</summary>
public enum RetentionRule
{
    /// <summary>It is being made.</summary>
    InProgress,

    /// <summary>Something reads it.</summary>
    InUse,

    /// <summary>Somebody put a legal hold on it.</summary>
    LegalHold,

    /// <summary>It is too young to be deleted by anybody.</summary>
    DeleteLock,

    /// <summary>It is the last good one of its plan.</summary>
    LastGood,

    /// <summary>It has not expired.</summary>
    Age,

    /// <summary>It is among the newest.</summary>
    Last,

    /// <summary>It is the one of its hour.</summary>
    Hourly,

    /// <summary>It is the one of its day.</summary>
    Daily,

    /// <summary>It is the one of its week.</summary>
    Weekly,

    /// <summary>It is the one of its month.</summary>
    Monthly,

    /// <summary>It is the one of its year.</summary>
    Yearly,

    /// <summary>It failed lately, and somebody may want to see why.</summary>
    FailedLately,

    /// <summary>Nothing says when it may go.</summary>
    NoLimit,
}
