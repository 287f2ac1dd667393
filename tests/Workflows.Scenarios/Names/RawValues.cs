using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Workflows.Scenarios.Names;

/// <summary>JSON as a server sends it, down to how its numbers and strings are written; only members are sorted.</summary>
internal static class RawValues
{
    /// <summary>What servers own, or a restore adds.</summary>
    private static readonly HashSet<string> Owned = new(StringComparer.Ordinal)
    {
        "/metadata/uid", "/metadata/resourceVersion", "/metadata/creationTimestamp", "/metadata/managedFields",
        "/metadata/selfLink", "/metadata/generation", "/metadata/labels/velero.io~1restore-name",
        "/metadata/labels/velero.io~1backup-name",
    };

    /// <summary>One line per leaf: its path, and its value byte for byte.</summary>
    public static string Of(string json)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 1_000 });
        var lines = new List<string>();
        Visit(document.RootElement, "", lines);
        lines.Sort(StringComparer.Ordinal);
        return string.Join('\n', lines);
    }

    private static void Visit(JsonElement element, string path, List<string> lines)
    {
        if (Owned.Contains(path))
        {
            return;
        }

        switch (element.ValueKind)
        {
            case JsonValueKind.Object when element.EnumerateObject().Any():
                foreach (var member in element.EnumerateObject())
                {
                    Visit(member.Value, $"{path}/{Escaped(member.Name)}", lines);
                }

                break;
            case JsonValueKind.Array when element.GetArrayLength() > 0:
                var index = 0;
                foreach (var item in element.EnumerateArray())
                {
                    Visit(item, $"{path}/{(index++).ToString(CultureInfo.InvariantCulture)}", lines);
                }

                break;
            default:
                // Maps that only held what a restore adds, and maps that hold nothing, are alike to a server.
                if (path is not ("/metadata/labels" or "/metadata/annotations"))
                {
                    lines.Add($"{path} {element.GetRawText()}");
                }

                break;
        }
    }

    private static string Escaped(string name) => new StringBuilder(name).Replace("~", "~0").Replace("/", "~1").ToString();
}
