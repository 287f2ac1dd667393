using Workflows.Core.Plans;

namespace Workflows.Archive.Catalog;

/// <summary>What applying a resource does.</summary>
/// <param name="Declared">What is to be there.</param>
/// <param name="Before">What is there; null for nothing.</param>
public sealed record ResourceChange(DeclaredResource Declared, StoredResource? Before)
{
    public ResourceAction Action => Before is null
        ? ResourceAction.Created
        : Before.IsSameAs(Declared) ? ResourceAction.Unchanged : ResourceAction.Configured;
}
