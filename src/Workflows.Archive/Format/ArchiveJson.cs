using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Workflows.Archive.Format;

/// <summary>The JSON of the archive's own documents: camelCase, enums by name, nothing repeated.</summary>
public static class ArchiveJson
{
    /// <summary>A line of the index.</summary>
    public static JsonSerializerOptions Line { get; } = Create(strict: true, indented: false);

    /// <summary>The manifest, which people read too.</summary>
    public static JsonSerializerOptions Manifest { get; } = Create(strict: true, indented: true);

    /// <summary>
    /// What activities leave for each other: their types, which are free to have optional members, so that an
    /// upgraded process continues what an older one began.
    /// </summary>
    public static JsonSerializerOptions Staged { get; } = Create(strict: false, indented: false);

    /// <summary>The record of a restore, which people read too; what it has not is left out.</summary>
    public static JsonSerializerOptions Record { get; } = Create(strict: false, indented: true, lean: true);

    /// <summary>A line about one of its objects.</summary>
    public static JsonSerializerOptions RecordLine { get; } = Create(strict: false, indented: false, lean: true);

    private static JsonSerializerOptions Create(bool strict, bool indented, bool lean = false)
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.General)
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            AllowDuplicateProperties = false,
            RespectNullableAnnotations = strict,
            RespectRequiredConstructorParameters = strict,
            DefaultIgnoreCondition = lean ? JsonIgnoreCondition.WhenWritingNull : JsonIgnoreCondition.Never,
            WriteIndented = indented,
            NewLine = "\n",

            // These are files, never part of a web page.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        options.Converters.Add(new JsonStringEnumConverter());
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
