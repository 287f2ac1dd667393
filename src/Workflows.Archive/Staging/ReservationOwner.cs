namespace Workflows.Archive.Staging;

/// <summary>Who holds a backup's name.</summary>
/// <param name="InstanceId">
/// The orchestration's instance, for a person to read. A name that is started again has the same instance: what tells
/// one run from another is <paramref name="BackupUid"/>.
/// </param>
/// <param name="Host">The machine it was started on, for a person to read.</param>
/// <param name="StartedAt">When, by the caller's clock.</param>
/// <param name="BackupUid">
/// The identity of the backup that is to be made, which one run alone has: it may reserve again, and nobody else. A
/// deletion has one of its own.
/// </param>
public sealed record ReservationOwner(string InstanceId, string Host, DateTimeOffset StartedAt, Guid BackupUid);
