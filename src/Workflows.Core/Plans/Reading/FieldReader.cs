using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Workflows.Core.Hooks;

namespace Workflows.Core.Plans.Reading;

/// <summary>
/// Reads the fields of a mapping, each by a call that also describes it. Without a mapping the same calls yield
/// defaults and write down the schema: what is read and what is published can't be two things.
/// </summary>
internal sealed partial class FieldReader
{
    private readonly PlanMapping? mapping;
    private readonly string path;
    private readonly ICollection<PlanProblem> problems;
    private readonly HashSet<string> known = new(StringComparer.Ordinal);
    private readonly SchemaBuilder schema = new();

    private FieldReader(PlanMapping? mapping, string path, ICollection<PlanProblem> problems) =>
        (this.mapping, this.path, this.problems) = (mapping, path, problems);

    /// <summary>Reads a mapping, and tells of fields that nobody asked for.</summary>
    public static T Read<T>(PlanMapping mapping, string path, ICollection<PlanProblem> problems, Func<FieldReader, T> read)
    {
        var reader = new FieldReader(mapping, path, problems);
        var value = read(reader);
        foreach (var (name, (line, _)) in mapping.Fields.Where(field => !reader.known.Contains(field.Key)))
        {
            problems.Add(new(line, reader.PathOf(name), $"There is no such field here; there are {string.Join(", ", reader.known)}."));
        }

        return value;
    }

    /// <summary>The schema of what a function reads.</summary>
    public static JsonObject Describe<T>(Func<FieldReader, T> read)
    {
        var reader = new FieldReader(mapping: null, "", []);
        read(reader);
        return reader.schema.ToJson();
    }

    /// <summary>Where the mapping begins, from 1; 0 where lines don't count.</summary>
    public long Line => mapping?.Line ?? 0;

    /// <summary>Whether the mapping has something in a field.</summary>
    public bool Has(string name) => mapping is not null && mapping.Fields.TryGetValue(name, out var field) && field.Value is not PlanScalar { IsNull: true };

    /// <summary>Tells of problems that a field's value has beyond its form; of the whole mapping's without a field.</summary>
    public void Report(string? name, IEnumerable<string> found)
    {
        if (mapping is null)
        {
            return;
        }

        var line = name is not null && mapping.Fields.TryGetValue(name, out var field) ? field.Line : mapping.Line;
        foreach (var text in found)
        {
            problems.Add(new(line, name is null ? path : PathOf(name), text));
        }
    }

    public string? Text(string name, string description) =>
        Take(name, SchemaBuilder.Text(description)) is { } value ? TextOf(name, value) : null;

    /// <summary>Tells of a field that is not there.</summary>
    public void Require(string name)
    {
        schema.Require(name);
        if (!Has(name))
        {
            Report(name, ["This field is needed."]);
        }
    }

    public string RequiredText(string name, string description)
    {
        Require(name);
        return Text(name, description) ?? "";
    }

    public int? Integer(string name, int min, int max, string description)
    {
        if (Take(name, SchemaBuilder.Integer(min, max, description)) is not { } value)
        {
            return null;
        }

        if (value is PlanScalar { IsPlain: true } scalar && int.TryParse(scalar.Text, out var number) && number >= min && number <= max)
        {
            return number;
        }

        return Wrong<int?>(name, value, $"A whole number from {min} to {max} is expected here.");
    }

    public bool? Flag(string name, string description) => Take(name, SchemaBuilder.Flag(description)) switch
    {
        null => null,
        PlanScalar { IsPlain: true, Text: "true" } => true,
        PlanScalar { IsPlain: true, Text: "false" } => false,
        var other => Wrong<bool?>(name, other, "true or false is expected here."),
    };

    public T? Choice<T>(string name, string description)
        where T : struct, Enum
    {
        var words = Enum.GetValues<T>().ToDictionary(value => CamelCase(value.ToString()));
        return Word(name, words.Keys, description) is { } word ? words[word] : null;
    }

    /// <summary>A text that is one of some.</summary>
    public string? Word(string name, IReadOnlyCollection<string> words, string description)
    {
        if (Take(name, SchemaBuilder.Choice(words, description)) is not { } value)
        {
            return null;
        }

        return value is PlanScalar scalar && words.Contains(scalar.Text, StringComparer.Ordinal)
            ? scalar.Text
            : Wrong<string>(name, value, $"One of {string.Join(", ", words)} is expected here.");
    }

    /// <summary>A length of time as Go writes it.</summary>
    public TimeSpan? Duration(string name, string description)
    {
        if (Take(name, SchemaBuilder.Text(description)) is not { } value || TextOf(name, value) is not { } text)
        {
            return null;
        }

        return GoDuration.TryParse(text, out var duration)
            ? duration
            : Wrong<TimeSpan?>(name, value, "A length of time is expected here, such as 90m or 1h30m.");
    }

    public IReadOnlyList<string> Texts(string name, string description) =>
        [.. ItemsOf(name, Take(name, SchemaBuilder.List(SchemaBuilder.Text(null), description))).Select(item => TextOf(name, item) ?? "")];

    /// <summary>Names and texts, such as labels.</summary>
    public IReadOnlyDictionary<string, string> Map(string name, string description)
    {
        var value = Take(name, SchemaBuilder.Map(description));
        return value switch
        {
            null => new Dictionary<string, string>(StringComparer.Ordinal),
            PlanMapping map => map.Fields.ToDictionary(field => field.Key, field => TextOf(name, field.Value.Value) ?? "", StringComparer.Ordinal),
            _ => Wrong<IReadOnlyDictionary<string, string>>(name, value, "Names and texts are expected here.")
                ?? new Dictionary<string, string>(StringComparer.Ordinal),
        };
    }

    public T? Section<T>(string name, string description, Func<FieldReader, T?> read)
        where T : class => Take(name, SchemaBuilder.Described(Describe(read), description)) switch
        {
            null => null,
            PlanMapping map => Read(map, PathOf(name), problems, read),
            var other => Wrong<T>(name, other, "Fields are expected here."),
        };

    public T? RequiredSection<T>(string name, string description, Func<FieldReader, T?> read)
        where T : class
    {
        Require(name);
        return Section(name, description, read);
    }

    public IReadOnlyList<T> Sections<T>(string name, string description, Func<FieldReader, T?> read)
        where T : class
    {
        var items = ItemsOf(name, Take(name, SchemaBuilder.List(Describe(read), description)));
        return [.. items.Select((item, index) => item is PlanMapping map
            ? Read(map, $"{PathOf(name)}[{index}]", problems, read)
            : Wrong<T>(name, item, "Fields are expected here.")).OfType<T>()];
    }

    /// <summary>Things that are somebody else's to know, as they are written.</summary>
    /// <param name="name">The field.</param>
    /// <param name="description">What it is.</param>
    /// <param name="needed">The texts that each must have.</param>
    public IReadOnlyList<JsonObject> Objects(string name, string description, params IReadOnlyList<string> needed)
    {
        var found = new List<JsonObject>();
        foreach (var (item, index) in ItemsOf(name, Take(name, SchemaBuilder.List(SchemaBuilder.Open(needed), description))).Select((item, index) => (item, index)))
        {
            if (item is not PlanMapping map)
            {
                Wrong<JsonObject>(name, item, "Fields are expected here.");
                continue;
            }

            foreach (var lacking in needed.Where(field => !map.Fields.TryGetValue(field, out var value) || value.Value is not PlanScalar { IsNull: false }))
            {
                problems.Add(new(map.Line, $"{PathOf(name)}[{index}].{lacking}", "This field is needed."));
            }

            found.Add((JsonObject)PlanJson.Write(map)!);
        }

        return found;
    }

    private PlanNode? Take(string name, JsonObject describes)
    {
        known.Add(name);
        schema.Add(name, describes);
        return Has(name) ? mapping!.Fields[name].Value : null;
    }

    private IReadOnlyList<PlanNode> ItemsOf(string name, PlanNode? value) => value switch
    {
        null => [],
        PlanList list => list.Items,
        _ => Wrong<IReadOnlyList<PlanNode>>(name, value, "A list is expected here.") ?? [],
    };

    private string? TextOf(string name, PlanNode value) => value switch
    {
        PlanScalar { IsNull: true } or (not PlanScalar) => Wrong<string>(name, value, "A text is expected here."),
        PlanScalar { IsPlain: true } scalar when NoText().IsMatch(scalar.Text) =>
            Wrong<string>(name, value, $"A text is expected here: put {scalar.Text} into quotes."),
        PlanScalar scalar => scalar.Text,
    };

    private T? Wrong<T>(string name, PlanNode value, string text)
    {
        problems.Add(new(value.Line, PathOf(name), text));
        return default;
    }

    private string PathOf(string name) => path.Length > 0 ? $"{path}.{name}" : name;

    private static string CamelCase(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    /// <summary>What YAML takes for a number or a truth value when it stands without quotes.</summary>
    [GeneratedRegex(@"\A(true|false|[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?)\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NoText();
}
