namespace Workflows.Kubernetes;

/// <summary>The API's <c>resourceVersionMatch</c>.</summary>
public enum ResourceVersionMatch
{
    /// <summary>Exactly this revision; an error (410) if it is no longer kept.</summary>
    Exact,

    /// <summary>This revision or any later one.</summary>
    NotOlderThan,
}
