namespace Workflows.Activities.Events.Outgoing;

/// <summary>The types of our own events. They never change their meaning; docs/events.md tells of them.</summary>
public static class EventTypes
{
    public const string BackupCompleted = "workflows.backup.completed";

    public const string BackupPartiallyFailed = "workflows.backup.partiallyFailed";

    public const string BackupFailed = "workflows.backup.failed";

    public const string RestoreCompleted = "workflows.restore.completed";

    public const string RestorePartiallyFailed = "workflows.restore.partiallyFailed";

    public const string RestoreFailed = "workflows.restore.failed";

    public const string RpoMissed = "workflows.rpo.missed";

    public const string RetentionDeleted = "workflows.retention.deleted";
}
