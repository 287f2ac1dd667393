using System.Globalization;
using System.Text.Json.Nodes;

namespace Workflows.Kubernetes.Yaml;

/// <summary>YAML as the JSON that it means (YAML 1.2's core schema, decimal numbers).</summary>
public static class YamlToJson
{
    /// <param name="value">What was read.</param>
    /// <returns>Null for what YAML means as null.</returns>
    public static JsonNode? Convert(YamlValue value) => value switch
    {
        YamlScalar scalar => Scalar(scalar),
        YamlSequence sequence => new JsonArray([.. sequence.Items.Select(Convert)]),
        YamlMapping mapping => new JsonObject(
            mapping.Entries.Select(entry => KeyValuePair.Create(entry.Key, Convert(entry.Value)))),
        _ => throw new InvalidOperationException($"Unknown YAML node {value.GetType().Name}."),
    };

    private static JsonValue? Scalar(YamlScalar scalar)
    {
        if (!scalar.Plain)
            return JsonValue.Create(scalar.Text);
        if (scalar.IsNull)
            return null;
        if (scalar.Text is "true" or "True" or "TRUE")
            return JsonValue.Create(true);
        if (scalar.Text is "false" or "False" or "FALSE")
            return JsonValue.Create(false);
        if (long.TryParse(scalar.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
            return JsonValue.Create(whole);
        return double.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number)
            ? JsonValue.Create(number)
            : JsonValue.Create(scalar.Text);
    }
}
