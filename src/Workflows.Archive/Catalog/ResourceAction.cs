namespace Workflows.Archive.Catalog;

/// <summary>What becomes of a resource that is applied, in kubectl's words.</summary>
public enum ResourceAction
{
    Created,
    Configured,
    Unchanged,
}
