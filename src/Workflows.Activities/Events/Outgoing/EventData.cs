using Workflows.Core.Restores;

namespace Workflows.Activities.Events.Outgoing;

/// <summary>What an event of a backup tells. <c>null</c> is left out.</summary>
internal sealed record BackupEventData(string Backup, string Store, DateTimeOffset StartedAt, DateTimeOffset EndedAt)
{
    public string? Plan { get; init; }

    public long? Objects { get; init; }

    public long? Bytes { get; init; }

    public int? Warnings { get; init; }

    public int? Errors { get; init; }

    public EventFailure? Failure { get; init; }
}

/// <summary>What an event of a restore tells.</summary>
internal sealed record RestoreEventData(string Restore, string Backup, string Store, DateTimeOffset StartedAt, DateTimeOffset EndedAt)
{
    public OutcomeCounts? Objects { get; init; }

    /// <summary>How many objects are not as they were archived.</summary>
    public int? Different { get; init; }

    public int? Warnings { get; init; }

    public EventFailure? Failure { get; init; }
}

/// <summary>What an event of a missed target tells.</summary>
internal sealed record RpoEventData(string Schedule, string? Plan, DateTimeOffset MissedSince)
{
    public int? TargetMinutes { get; init; }

    /// <summary>When the last good backup was begun.</summary>
    public DateTimeOffset? LastGood { get; init; }
}

/// <summary>What an event of backups that were deleted tells.</summary>
/// <param name="Backups">The first hundred.</param>
internal sealed record RetentionEventData(string Plan, int Deleted, int Kept, IReadOnlyList<string> Backups, int NotDeleted);

/// <summary>Why something failed.</summary>
/// <param name="Kind">As in problem details.</param>
/// <param name="Message">A sentence for a person.</param>
internal sealed record EventFailure(string Kind, string Message);
