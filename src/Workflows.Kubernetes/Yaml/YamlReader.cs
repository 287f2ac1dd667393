using Workflows.Core.Errors;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Workflows.Kubernetes.Yaml;

/// <summary>
/// Reads a document of a YAML text into a tree, from the parser's events and with limits: a text may come from anyone.
/// Problems are told with their line and never quote the text, which may be a key.
/// </summary>
public sealed class YamlReader
{
    private const int DeepestNesting = 64;
    private const long MostNodes = 1_000_000;

    private readonly Dictionary<string, YamlValue> anchors = [];
    private readonly IParser parser;
    private readonly Func<long, string, WorkflowsException> fault;

    private YamlReader(IParser parser, Func<long, string, WorkflowsException> fault)
    {
        this.parser = parser;
        this.fault = fault;
    }

    /// <summary>Reads the first document. What follows it is left alone.</summary>
    /// <param name="text">The text.</param>
    /// <param name="fault">
    /// Makes the error to throw of a line (from 1; 0 where none can be named) and of what a text does that is no YAML, or
    /// is more than may be: "is not valid YAML here".
    /// </param>
    /// <returns>Null for a text that holds nothing.</returns>
    /// <exception cref="WorkflowsException">What <paramref name="fault"/> makes.</exception>
    public static YamlValue? Read(string text, Func<long, string, WorkflowsException> fault)
    {
        var reader = new YamlReader(new Parser(new StringReader(text)), fault);
        try
        {
            reader.parser.Consume<StreamStart>();
            return reader.parser.TryConsume<DocumentStart>(out _) ? reader.ReadValue(depth: 0) : null;
        }
        catch (YamlException e)
        {
            // Neither its message nor itself goes further: it can quote what stands there.
            throw fault(e.Start.Line, "is not valid YAML here");
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or FormatException)
        {
            throw fault(0, "is not valid YAML");
        }
    }

    private YamlValue ReadValue(int depth)
    {
        if (depth > DeepestNesting)
            throw fault(parser.Current?.Start.Line ?? 0, $"is nested deeper than {DeepestNesting} levels");
        if (parser.TryConsume<Scalar>(out var scalar))
            return Anchored(scalar, new YamlScalar(
                scalar.Start.Line, scalar.Value, scalar.Style is ScalarStyle.Plain && !scalar.IsQuotedImplicit));
        if (parser.TryConsume<AnchorAlias>(out var alias))
            return Resolve(alias);
        if (parser.TryConsume<SequenceStart>(out var sequence))
            return Anchored(sequence, ReadSequence(sequence, depth));
        if (parser.TryConsume<MappingStart>(out var mapping))
            return Anchored(mapping, ReadMapping(mapping, depth));
        throw fault(parser.Current?.Start.Line ?? 0, "is not valid YAML here");
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
                throw fault(start.Start.Line, "has a key that is not a string");
            var value = ReadValue(depth + 1);
            size = Grow(size, value);
            if (key is { Text: "<<", Plain: true })
                merged.Add(value);
            else if (!entries.TryAdd(key.Text, value))
                throw fault(key.Line, "gives the same key twice");
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
                throw fault(source.Line, "merges something that is not a mapping");
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
            : throw fault(alias.Start.Line, "refers to an anchor that is not defined before it");

    private YamlSize Grow(YamlSize size, YamlValue child)
    {
        size = size.With(child.Size);
        if (size.Nodes > MostNodes)
            throw fault(child.Line, $"holds more than {MostNodes} values");
        return size.Height <= DeepestNesting
            ? size
            : throw fault(child.Line, $"is nested deeper than {DeepestNesting} levels");
    }
}
