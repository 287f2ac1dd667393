namespace Workflows.Archive.Restores;

/// <summary>Who has a restore's name, and what it needs until it has ended.</summary>
/// <param name="Run">
/// The instance that runs, and its host; or who deletes what a run left. A name that is started again has the same.
/// </param>
/// <param name="Backup">
/// The backup that it restores from or compares with: its key must stay as it is. Empty for a deletion.
/// </param>
/// <param name="RunUid">What tells this run from others of the name.</param>
/// <param name="StartedAt">When the run began.</param>
public sealed record RestoreClaim(string Run, string Backup, Guid RunUid, DateTimeOffset StartedAt);
