using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Workflows.Core.Plans.Reading;

/// <summary>
/// Cuts a YAML text into its documents, with limits: it may come from anyone. Aliases are refused, since a few of them
/// can stand for more than memory holds.
/// </summary>
internal sealed class PlanDocuments
{
    private const int MostCharacters = 1 << 20;
    private const int DeepestNesting = 32;

    private readonly Parser parser;

    private PlanDocuments(string text) => parser = new Parser(new StringReader(text));

    /// <exception cref="PlanException">It is no YAML, or more than plans can be.</exception>
    public static IReadOnlyList<PlanNode> Read(string text, string source)
    {
        try
        {
            return text.Length <= MostCharacters
                ? new PlanDocuments(text).ReadAll()
                : throw new PlanSyntaxException(1, $"A file of plans has at most {MostCharacters} characters.");
        }
        catch (PlanSyntaxException wrong)
        {
            throw new PlanException(source, [new PlanProblem(wrong.Line, "", wrong.Message)]);
        }
        catch (YamlException wrong)
        {
            // Not its own words, which may quote what stands there.
            throw new PlanException(source, [new PlanProblem(
                wrong.Start.Line, "", "This is not valid YAML. A text that begins with *, @ or ` needs quotes: a cron expression, say.")]);
        }
        catch (Exception wrong) when (wrong is InvalidOperationException or ArgumentException or FormatException)
        {
            throw new PlanException(source, [new PlanProblem(0, "", "This is not valid YAML.")]);
        }
    }

    private List<PlanNode> ReadAll()
    {
        var documents = new List<PlanNode>();
        parser.Consume<StreamStart>();
        while (parser.TryConsume<DocumentStart>(out _))
        {
            var document = ReadNode(depth: 0);
            parser.Consume<DocumentEnd>();
            if (document is not PlanScalar { IsNull: true })
            {
                documents.Add(document);
            }
        }

        return documents;
    }

    private PlanNode ReadNode(int depth)
    {
        var line = parser.Current?.Start.Line ?? 0;
        if (depth > DeepestNesting)
        {
            throw new PlanSyntaxException(line, $"This is nested deeper than {DeepestNesting} levels.");
        }

        if (parser.TryConsume<Scalar>(out var scalar))
        {
            return new PlanScalar(line, scalar.Value, scalar.Style is ScalarStyle.Plain);
        }

        if (parser.TryConsume<SequenceStart>(out _))
        {
            var items = new List<PlanNode>();
            while (!parser.TryConsume<SequenceEnd>(out _))
            {
                items.Add(ReadNode(depth + 1));
            }

            return new PlanList(line, items);
        }

        return parser.TryConsume<MappingStart>(out _)
            ? new PlanMapping(line, ReadFields(depth))
            : throw new PlanSyntaxException(
                line, "An alias (*) is not taken here: write out what it stands for, or put a cron expression into quotes.");
    }

    private Dictionary<string, (long Line, PlanNode Value)> ReadFields(int depth)
    {
        var fields = new Dictionary<string, (long, PlanNode)>(StringComparer.Ordinal);
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var key = ReadNode(depth + 1);
            var value = ReadNode(depth + 1);
            if (key is not PlanScalar { Text: var name })
            {
                throw new PlanSyntaxException(key.Line, "The name of a field is a text.");
            }

            if (!fields.TryAdd(name, (key.Line, value)))
            {
                throw new PlanSyntaxException(key.Line, $"The field \"{name}\" is given twice.");
            }
        }

        return fields;
    }

    private sealed class PlanSyntaxException(long line, string message) : Exception(message)
    {
        public long Line { get; } = line;
    }
}
