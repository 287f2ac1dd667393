using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Workflows.Api.Documents;

/// <summary>The one JSON form of the documents (docs/cli-output.md), which the management API shares.</summary>
public static class DocumentJson
{
    /// <summary>Results: indented, since people read them too.</summary>
    public static JsonSerializerOptions Document { get; } = Create(indented: true);

    /// <summary>Lines of standard error: one object a line.</summary>
    public static JsonSerializerOptions Line { get; } = Create(indented: false);

    private static JsonSerializerOptions Create(bool indented)
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            WriteIndented = indented,
            NewLine = "\n",
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,

            // Not for HTML; control characters are escaped all the same.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        options.Converters.Add(new JsonStringEnumConverter());
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
