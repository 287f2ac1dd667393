namespace Workflows.Faults;

/// <summary>A request as it came to the proxy.</summary>
/// <param name="Number">Its place among all requests of the proxy, from 1.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path, escaped as it was sent.</param>
/// <param name="Query">The query without its question mark; empty where there is none.</param>
/// <param name="Headers">The headers in their order.</param>
/// <param name="Body">The body; empty where there is none.</param>
public sealed record ProxiedRequest(
    long Number,
    string Method,
    string Path,
    string Query,
    IReadOnlyList<(string Name, string Value)> Headers,
    ReadOnlyMemory<byte> Body)
{
    public string PathAndQuery => Query.Length == 0 ? Path : $"{Path}?{Query}";

    /// <summary>Whether it goes on with a list that an earlier request began.</summary>
    public bool IsContinuation => Parameter("continue") is { Length: > 0 };

    /// <summary>A parameter of the query, unescaped; null where it is missing.</summary>
    public string? Parameter(string name) => Query
        .Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => pair.Split('=', 2))
        .Where(pair => Uri.UnescapeDataString(pair[0]) == name)
        .Select(pair => pair.Length == 2 ? Uri.UnescapeDataString(pair[1]) : "")
        .FirstOrDefault();

    /// <summary>The first header of this name; null where it is missing.</summary>
    public string? Header(string name) => Headers
        .Where(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        .Select(header => header.Value)
        .FirstOrDefault();

    public override string ToString() => $"#{Number} {Method} {PathAndQuery}";
}
