using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Workflows.Core.Resources;

namespace Workflows.Core.Comparison;

/// <summary>
/// Puts a value into words that may stand in a report. Of a Secret only what identifies it is told; its data, and its
/// annotations (<c>kubectl apply</c> keeps the whole object in one), are not.
/// </summary>
internal sealed class DifferenceText(GroupResource resource)
{
    private const int Longest = 200;

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly bool isSecret = resource == new GroupResource("secrets", "");

    public string? Of(IReadOnlyList<string> path, JsonNode? value)
    {
        if (value is null)
        {
            return null;
        }

        if (isSecret && !MayBeShown(path))
        {
            return FieldDifference.Hidden;
        }

        var json = value.ToJsonString(Readable);
        return json.Length <= Longest ? json : $"{json[..Longest]}…";
    }

    private static bool MayBeShown(IReadOnlyList<string> path) => path switch
    {
        ["apiVersion" or "kind" or "type" or "immutable"] => true,
        ["metadata", "name" or "namespace" or "labels" or "finalizers", ..] => true,
        _ => false,
    };
}
