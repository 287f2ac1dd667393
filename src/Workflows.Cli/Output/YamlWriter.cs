using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Workflows.Cli.Output;

/// <summary>Writes a JSON document as YAML: the same fields in the same order, strings quoted where YAML would
/// read them as something else.</summary>
internal static class YamlWriter
{
    public static void Write(TextWriter output, JsonNode? document)
    {
        var emitter = new Emitter(output, new EmitterSettings(
            bestIndent: 2, bestWidth: int.MaxValue, isCanonical: false, maxSimpleKeyLength: 1024));
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(version: null, tags: null, isImplicit: true));
        Emit(emitter, document);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
    }

    private static void Emit(Emitter emitter, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject map:
                emitter.Emit(new MappingStart(
                    AnchorName.Empty, TagName.Empty, isImplicit: true, StyleOf(map.Count, MappingStyle.Block, MappingStyle.Flow)));
                foreach (var (key, value) in map)
                {
                    EmitString(emitter, key);
                    Emit(emitter, value);
                }

                emitter.Emit(new MappingEnd());
                break;
            case JsonArray list:
                emitter.Emit(new SequenceStart(
                    AnchorName.Empty, TagName.Empty, isImplicit: true, StyleOf(list.Count, SequenceStyle.Block, SequenceStyle.Flow)));
                foreach (var item in list)
                {
                    Emit(emitter, item);
                }

                emitter.Emit(new SequenceEnd());
                break;
            case JsonValue value when value.GetValueKind() is JsonValueKind.String:
                EmitString(emitter, value.GetValue<string>());
                break;
            default:
                emitter.Emit(new Scalar(node is null ? "null" : node.ToJsonString()));
                break;
        }
    }

    /// <summary>An empty collection has no block form.</summary>
    private static T StyleOf<T>(int count, T block, T flow) => count == 0 ? flow : block;

    private static void EmitString(Emitter emitter, string text) => emitter.Emit(new Scalar(
        AnchorName.Empty,
        TagName.Empty,
        text,
        IsPlain(text) ? ScalarStyle.Any : ScalarStyle.DoubleQuoted,
        isPlainImplicit: true,
        isQuotedImplicit: true));

    /// <summary>
    /// Whether every YAML reader takes the bare text for a string: it starts with a letter that begins no number,
    /// boolean or null in YAML 1.1 or 1.2, and holds nothing that YAML gives a meaning to.
    /// </summary>
    private static bool IsPlain(string text) =>
        text.Length > 0
        && char.IsAsciiLetter(text[0])
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '/' or ' ' or '(' or ')')
        && text[^1] != ' '
        && text.ToUpperInvariant() is not ("Y" or "N" or "YES" or "NO" or "TRUE" or "FALSE" or "ON" or "OFF" or "NULL");
}
