namespace Workflows.Core.Comparison;

/// <summary>Segments of a JSON pointer (RFC 6901, section 3: <c>~</c> and <c>/</c> are escaped).</summary>
internal static class JsonPointer
{
    public static string Of(IEnumerable<string> segments) =>
        string.Concat(segments.Select(segment =>
            $"/{segment.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}"));

    public static string Unescape(string segment) =>
        segment.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
}
