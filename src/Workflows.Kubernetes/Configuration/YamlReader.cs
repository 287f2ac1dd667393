using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Workflows.Kubernetes.Configuration;

/// <summary>
/// Reads the first document of a YAML text into a tree, from the parser's events and with limits: a kubeconfig may
/// come from anyone. Errors name the line and never quote the text, which may be a key.
/// </summary>
internal sealed class YamlReader
{
    private const int DeepestNesting = 64;
    private const long MostNodes = 1_000_000;

    private readonly Dictionary<string, YamlValue> anchors = [];
    private readonly IParser parser;
    private readonly string path;

    private YamlReader(IParser parser, string path)
    {
        this.parser = parser;
        this.path = path;
    }

    /// <summary>Null for a text that holds nothing.</summary>
    /// <exception cref="KubeconfigException">The text is not YAML, or is more than a kubeconfig can be.</exception>
    public static YamlValue? Read(string text, string path)
    {
        var reader = new YamlReader(new Parser(new StringReader(text)), path);
        try
        {
            reader.parser.Consume<StreamStart>();
            if (!reader.parser.TryConsume<DocumentStart>(out _))
                return null;
            return reader.ReadValue(depth: 0);
        }
        catch (YamlException e)
        {
            // Neither its message nor itself goes further: it can quote what stands there.
            throw reader.Error(e.Start.Line, "is not valid YAML here");
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or FormatException)
        {
            throw reader.Error(0, "is not valid YAML");
        }
    }

    private YamlValue ReadValue(int depth)
    {
        if (depth > DeepestNesting)
            throw Error(parser.Current?.Start.Line ?? 0, $"is nested deeper than {DeepestNesting} levels");
        if (parser.TryConsume<Scalar>(out var scalar))
            return Anchored(scalar, new YamlScalar(
                scalar.Start.Line, scalar.Value, scalar.Style is ScalarStyle.Plain && !scalar.IsQuotedImplicit));
        if (parser.TryConsume<AnchorAlias>(out var alias))
            return Resolve(alias);
        if (parser.TryConsume<SequenceStart>(out var sequence))
            return Anchored(sequence, ReadSequence(sequence, depth));
        if (parser.TryConsume<MappingStart>(out var mapping))
            return Anchored(mapping, ReadMapping(mapping, depth));
        throw Error(parser.Current?.Start.Line ?? 0, "is not valid YAML here");
    }

    private YamlSequence ReadSequence(SequenceStart start, int depth)
    {
        var items = new List<YamlValue>();
        var size = YamlSize.One;
        while (!parser.TryConsume<SequenceEnd>(out _))
        {
            var item = ReadValue(depth + 1);
            items.Add(item);
            size = Grow(size, item);
        }

        return new YamlSequence(start.Start.Line, items, size);
    }

    private YamlMapping ReadMapping(MappingStart start, int depth)
    {
        var entries = new Dictionary<string, YamlValue>(StringComparer.Ordinal);
        var merged = new List<YamlValue>();
        var size = YamlSize.One;
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            if (ReadValue(depth + 1) is not YamlScalar key)
                throw Error(start.Start.Line, "has a key that is not a string");
            var value = ReadValue(depth + 1);
            size = Grow(size, value);
            if (key is { Text: "<<", Plain: true })
                merged.Add(value);
            else if (!entries.TryAdd(key.Text, value))
                throw Error(key.Line, "gives the same key twice");
        }

        foreach (var source in merged)
            Merge(entries, source);
        return new YamlMapping(start.Start.Line, entries, size);
    }

    /// <summary>YAML's merge key (<c>&lt;&lt;</c>): adds what the mapping does not say itself.</summary>
    private void Merge(Dictionary<string, YamlValue> entries, YamlValue source)
    {
        switch (source)
        {
            case YamlMapping mapping:
                foreach (var (key, value) in mapping.Entries)
                    entries.TryAdd(key, value);
                break;
            case YamlSequence sequence when sequence.Items.All(item => item is YamlMapping):
                foreach (var item in sequence.Items)
                    Merge(entries, item);
                break;
            default:
                throw Error(source.Line, "merges something that is not a mapping");
        }
    }

    private YamlValue Anchored(NodeEvent node, YamlValue value)
    {
        if (!node.Anchor.IsEmpty)
            anchors[node.Anchor.Value] = value;
        return value;
    }

    private YamlValue Resolve(AnchorAlias alias) =>
        anchors.TryGetValue(alias.Value.Value, out var value)
            ? value
            : throw Error(alias.Start.Line, "refers to an anchor that is not defined before it");

    private YamlSize Grow(YamlSize size, YamlValue child)
    {
        size = size.With(child.Size);
        if (size.Nodes > MostNodes)
            throw Error(child.Line, $"holds more than {MostNodes} values");
        return size.Height <= DeepestNesting
            ? size
            : throw Error(child.Line, $"is nested deeper than {DeepestNesting} levels");
    }

    private KubeconfigException Error(long line, string problem) =>
        new(Core.Errors.ErrorKind.Usage,
            line > 0 ? $"The kubeconfig {path}, line {line}, {problem}." : $"The kubeconfig {path} {problem}.");
}
