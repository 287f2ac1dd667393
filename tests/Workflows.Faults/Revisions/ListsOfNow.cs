using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Workflows.Faults.Revisions;

/// <summary>
/// Makes a server forget what exact revisions are: each list is of the moment when it is asked for, and says that it
/// is of the revision that was asked for. A test of backups at one moment in time must fail behind this.
/// </summary>
public sealed partial class ListsOfNow : IRewriting
{
    private readonly ConcurrentDictionary<string, string> askedFor = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public string PathAndQuery(ProxiedRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Parameter("resourceVersionMatch") != "Exact")
        {
            return request.PathAndQuery;
        }

        askedFor[request.Path] = request.Parameter("resourceVersion")!;
        return request.Path + "?" + Revisions().Replace(request.Query, "").TrimStart('&');
    }

    /// <inheritdoc/>
    public bool RewritesBody(ProxiedRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return (request.IsContinuation || request.Parameter("resourceVersionMatch") == "Exact")
            && askedFor.ContainsKey(request.Path);
    }

    /// <inheritdoc/>
    public byte[] Body(ProxiedRequest request, byte[] body)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(body);
        var (start, length) = FindRevision(body);
        return length == 0
            ? body
            : [.. body[..start], .. Encoding.UTF8.GetBytes($"\"{askedFor[request.Path]}\""), .. body[(start + length)..]];
    }

    [GeneratedRegex("(^|&)(resourceVersion|resourceVersionMatch)=[^&]*", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Revisions();

    /// <summary>Where the list's own revision stands, quotes included; a length of 0 where it has none.</summary>
    private static (int Start, int Length) FindRevision(byte[] body)
    {
        var reader = new Utf8JsonReader(body);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
            {
                continue;
            }

            if (reader.CurrentDepth == 2 && reader.ValueTextEquals("resourceVersion"u8))
            {
                reader.Read();
                return ((int)reader.TokenStartIndex, (int)(reader.BytesConsumed - reader.TokenStartIndex));
            }

            if (reader.CurrentDepth == 1 && !reader.ValueTextEquals("metadata"u8))
            {
                reader.Skip();
            }
        }

        return (0, 0);
    }
}
