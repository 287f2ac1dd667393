namespace Workflows.Core.Backups;

/// <summary>A part of a backup that was read at a revision other than the backup's own.</summary>
/// <param name="Resource">Plural and group.</param>
/// <param name="Namespace">The namespace; null for all of them or for objects of the cluster.</param>
/// <param name="Revision">The revision it was read at.</param>
/// <param name="Reason">Why, in one sentence.</param>
public sealed record CapturedRevision(string Resource, string? Namespace, string Revision, string Reason);
