using Workflows.Core.Retention;

namespace Workflows.Orchestrations.Retention;

/// <summary>Whose backups are looked through.</summary>
/// <param name="Plan">The backup plan's name.</param>
/// <param name="Catalog">The address of the store that it is declared in.</param>
public sealed record RetentionInput(string Plan, string Catalog);

/// <param name="Run">Whose backups are looked through.</param>
/// <param name="Except">Backups that could not be deleted by this run, and are not tried again.</param>
public sealed record DecideRetentionInput(RetentionInput Run, IReadOnlyList<string> Except);

/// <param name="Run">Whose backups are looked through.</param>
/// <param name="Except">Backups that the store refused to keep in this run, and that are not tried again.</param>
public sealed record EnforceLocksInput(RetentionInput Run, IReadOnlyList<string> Except);

/// <summary>What came of it.</summary>
/// <param name="IsDone">Whether all were looked at; else the next call goes on.</param>
/// <param name="Failed">Those that the store refused to keep.</param>
public sealed record EnforcedLocks(bool IsDone, IReadOnlyList<RetentionFailure> Failed);

/// <param name="Run">Whose backup it is.</param>
/// <param name="Name">The backup.</param>
/// <param name="BackupUid">Its identity: another one of the same name stays.</param>
public sealed record DeleteExpiredInput(RetentionInput Run, string Name, Guid BackupUid);

/// <summary>What goes next.</summary>
/// <param name="Goes">Some of the backups that go, the oldest first; none when that is all.</param>
/// <param name="Kept">How many stay.</param>
public sealed record RetentionRound(IReadOnlyList<ExpiredBackup> Goes, int Kept);

/// <param name="Name">The backup.</param>
/// <param name="BackupUid">Its identity.</param>
public sealed record ExpiredBackup(string Name, Guid BackupUid);
