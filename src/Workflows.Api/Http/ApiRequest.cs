namespace Workflows.Api.Http;

/// <summary>A request, as any host hands it over: Kestrel, an HTTP trigger, a test.</summary>
/// <param name="Method">GET, POST and the like, in capitals.</param>
/// <param name="Path">The path, percent-decoded but for slashes, without the query.</param>
public sealed record ApiRequest(string Method, string Path)
{
    /// <summary>The query's parameters; of one that is given twice, the last.</summary>
    public IReadOnlyDictionary<string, string> Query { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The headers that the API reads (<see cref="ApiHeaders.IsRead"/>); their names are the same in any case.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    public string? ContentType { get; init; }

    /// <summary>How many bytes the body has, where that was said.</summary>
    public long? ContentLength { get; init; }

    public Stream Body { get; init; } = Stream.Null;

    /// <summary>Whether the caller said that there is a body, which some operations can do without.</summary>
    public bool HasBody => ContentLength is > 0 || ContentType is not null;
}
