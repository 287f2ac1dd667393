namespace Workflows.Archive.Restores;

/// <summary>Who has a restore's name, and what it needs until it has ended.</summary>
/// <param name="Run">The run, and its host; or who deletes what a run left.</param>
/// <param name="Backup">
/// The backup that it restores from or compares with: its key must stay as it is. Empty for a deletion.
/// </param>
public sealed record RestoreClaim(string Run, string Backup);
