namespace Workflows.Kubernetes;

/// <summary>What to list, and of which moment.</summary>
public sealed record ListQuery
{
    /// <summary>The most objects on a page; null asks for all of them at once.</summary>
    public int? Limit { get; init; }

    /// <summary>
    /// The token of the page before. Such a request carries neither <see cref="ResourceVersion"/> nor
    /// <see cref="Match"/>, even if they are set: the token holds the revision, and the API forbids both together.
    /// </summary>
    public string? Continue { get; init; }

    /// <summary>The revision to read at; null for the newest.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary>How <see cref="ResourceVersion"/> is meant.</summary>
    public ResourceVersionMatch? Match { get; init; }

    public string? LabelSelector { get; init; }

    public string? FieldSelector { get; init; }

    /// <summary>Asks for <c>PartialObjectMetadata</c> instead of whole objects.</summary>
    public bool MetadataOnly { get; init; }
}
