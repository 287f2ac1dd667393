namespace Workflows.Api.Documents;

/// <summary><c>backup get</c>, of one or of all: a list either way, by name.</summary>
/// <param name="Store">The store that was looked into.</param>
/// <param name="Backups">The backups and the runs.</param>
public sealed record BackupListDocument(string Store, IReadOnlyList<BackupDocument> Backups);
