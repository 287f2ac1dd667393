using Workflows.Core.Errors;

namespace Workflows.Archive.Catalog;

/// <summary>A resource in a list.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Resource">The resource; null when it can't be read.</param>
/// <param name="Problem">Why it can't be read; null when it can.</param>
public sealed record ListedResource(string Name, StoredResource? Resource, WorkflowsException? Problem);
