using Workflows.Core.Retention;
using Workflows.Durable;

namespace Workflows.Orchestrations.Retention;

/// <summary>The orchestrator and the activities of retention, by the names that stand in histories.</summary>
public static class RetentionNames
{
    public static readonly OrchestratorName<RetentionInput, RetentionSummary> ApplyRetention = new("ApplyRetention");

    /// <summary>Has the store keep what is locked or held and is not kept yet, for as long as an activity may.</summary>
    public static readonly ActivityName<EnforceLocksInput, EnforcedLocks> EnforceLocks = new("EnforceLocks");

    /// <summary>Says which backups of a plan go, the oldest first, some at a time.</summary>
    public static readonly ActivityName<DecideRetentionInput, RetentionRound> DecideRetention = new("DecideRetention");

    /// <summary>Deletes a backup with all that is its own, unless something keeps it by now: the answer is why.</summary>
    public static readonly ActivityName<DeleteExpiredInput, string?> DeleteExpired = new("DeleteExpired");
}
