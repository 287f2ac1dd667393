namespace Workflows.Api.Documents;

/// <summary><c>schedule get</c>, <c>GET /v1/schedules</c>: when plans are run.</summary>
/// <param name="Store">The store's address.</param>
/// <param name="Schedules">Plans' own first, each kind by name.</param>
public sealed record ScheduleListDocument(string Store, IReadOnlyList<ScheduleDocument> Schedules)
{
    /// <summary>What can't be read, or runs a plan that is not there; absent for none.</summary>
    public IReadOnlyList<UnreadableResourceDocument>? Unreadable { get; init; }
}

/// <param name="Kind">The kind of the resource that it stands in: <c>Schedule</c>, or <c>BackupPlan</c> for a plan's own.</param>
/// <param name="Name">That resource's name.</param>
/// <param name="Plan">The plan that is run.</param>
public sealed record ScheduleDocument(string Kind, string Name, string Plan)
{
    /// <summary>The cron expression; absent for a target.</summary>
    public string? Cron { get; init; }

    /// <summary>The zone of the cron expression.</summary>
    public string? TimeZone { get; init; }

    /// <summary>How old the last good backup may get; absent for a cron expression.</summary>
    public int? TargetMinutes { get; init; }

    public required bool Paused { get; init; }

    /// <summary>When the next run by the cron expression is due; absent while paused.</summary>
    public DateTimeOffset? NextDue { get; init; }

    /// <summary>Up to when a host looked at what came due and found something; absent until then.</summary>
    public DateTimeOffset? HandledUpTo { get; init; }

    /// <summary>Since when the target is missed, as a host last saw it; absent while it is kept.</summary>
    public DateTimeOffset? MissedSince { get; init; }
}
