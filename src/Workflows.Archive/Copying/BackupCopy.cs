namespace Workflows.Archive.Copying;

/// <summary>Says that a backup was copied from another store.</summary>
/// <param name="BackupUid">The backup's identity: that of another of its name says nothing.</param>
/// <param name="From">The address of that store, without credentials.</param>
/// <param name="At">When.</param>
public sealed record BackupCopy(Guid BackupUid, string From, DateTimeOffset At);
