namespace Workflows.Api.Documents;

/// <summary><c>restore get</c>, of one or of all: a list either way, by name.</summary>
/// <param name="Store">The store that was looked into.</param>
/// <param name="Restores">The restores and the runs.</param>
public sealed record RestoreListDocument(string Store, IReadOnlyList<RestoreDocument> Restores);
