namespace Workflows.Archive.Staging;

/// <summary>Who holds a backup's name.</summary>
/// <param name="InstanceId">The orchestration's instance: the same instance may reserve again.</param>
/// <param name="Host">The machine it was started on, for a person to read.</param>
/// <param name="StartedAt">When, by the caller's clock.</param>
/// <param name="BackupUid">The identity of the backup that is to be made.</param>
public sealed record ReservationOwner(string InstanceId, string Host, DateTimeOffset StartedAt, Guid BackupUid);
