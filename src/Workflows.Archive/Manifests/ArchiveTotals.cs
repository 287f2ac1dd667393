namespace Workflows.Archive.Manifests;

/// <summary>What an archive holds, counted.</summary>
/// <param name="Objects">All objects.</param>
/// <param name="PlainBytes">The length of the unpacked segments.</param>
/// <param name="Resources">Per resource, ordered by its name.</param>
public sealed record ArchiveTotals(long Objects, long PlainBytes, IReadOnlyList<ResourceTotal> Resources);

/// <summary>What an archive holds of one resource.</summary>
/// <param name="Resource">Plural and group.</param>
/// <param name="Objects">How many objects.</param>
/// <param name="JsonBytes">The length of their JSON together.</param>
public sealed record ResourceTotal(string Resource, long Objects, long JsonBytes);
