namespace Workflows.Kubernetes;

/// <summary>What to watch, and from which revision on.</summary>
public sealed record WatchQuery
{
    /// <summary>
    /// The revision after which changes are wanted: a list's <see cref="ListPage.ResourceVersion"/>. Null asks the
    /// server for the newest one first.
    /// </summary>
    public string? ResourceVersion { get; init; }

    public string? LabelSelector { get; init; }

    /// <summary>For one object: <c>metadata.name=NAME</c>.</summary>
    public string? FieldSelector { get; init; }

    /// <summary>
    /// Whether the server should tell, about once a minute, how far it is although nothing changed; they come as
    /// events, and keep the watch's revision from being compacted away. True.
    /// </summary>
    public bool Bookmarks { get; init; } = true;

    /// <summary>After how long the watch ends by itself; null for never.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Asks for <c>PartialObjectMetadata</c> instead of whole objects.</summary>
    public bool MetadataOnly { get; init; }
}
