namespace Workflows.Api.Routing;

/// <summary>A path with names in braces for what varies: <c>/v1/backups/{name}</c>.</summary>
public sealed class RouteTemplate
{
    private readonly string[] segments;

    public RouteTemplate(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        Path = path;
        segments = path.Split('/');
    }

    public string Path { get; }

    public IEnumerable<string> Parameters => segments.Where(IsParameter).Select(segment => segment[1..^1]);

    /// <summary>What stands where the names are; null for another path.</summary>
    public IReadOnlyDictionary<string, string>? Match(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var found = path.Split('/');
        if (found.Length != segments.Length)
        {
            return null;
        }

        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (segment, text) in segments.Zip(found))
        {
            if (IsParameter(segment) && text.Length > 0)
            {
                values.Add(segment[1..^1], text);
            }
            else if (segment != text)
            {
                return null;
            }
        }

        return values;
    }

    private static bool IsParameter(string segment) => segment.StartsWith('{');
}
