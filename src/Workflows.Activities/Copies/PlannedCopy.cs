namespace Workflows.Activities.Copies;

/// <summary>What a plan knows beside its groups of files.</summary>
/// <param name="BackupUid">The identity of the backup that was planned for.</param>
/// <param name="Volumes">The claims' backups that are copied with it.</param>
internal sealed record PlannedCopy(Guid BackupUid, IReadOnlyList<PlannedVolume> Volumes);

/// <param name="Record">The record's name.</param>
/// <param name="Volume">The volume.</param>
/// <param name="Container">The container that has its data.</param>
/// <param name="Attempt">What the target knows the copy to be at work by.</param>
internal sealed record PlannedVolume(string Record, string Volume, string Container, string Attempt);
