using Workflows.Cli.Errors;
using Workflows.Kubernetes.Yaml;

namespace Workflows.Cli.Policies;

/// <summary>A mapping in a file of the user's whose keys are known. What else stands there is refused: it would be overlooked.</summary>
internal sealed class YamlFields
{
    private readonly string file;
    private readonly YamlMapping mapping;

    /// <param name="file">What the file is called in errors.</param>
    /// <param name="what">What the mapping says, as in "a policy".</param>
    /// <param name="mapping">The mapping.</param>
    /// <param name="known">The keys that it may have.</param>
    /// <exception cref="UsageException">It has another.</exception>
    public YamlFields(string file, string what, YamlMapping mapping, params string[] known)
    {
        this.file = file;
        this.mapping = mapping;
        if (mapping.Entries.Keys.Except(known, StringComparer.Ordinal).FirstOrDefault() is { } unknown)
        {
            throw Fault(LineOf(unknown), $"'{unknown}' is unknown in {what}, which may have {string.Join(", ", known)}");
        }
    }

    /// <summary>Where it begins, from 1.</summary>
    public long Line => mapping.Line;

    /// <summary>The error of a line.</summary>
    public static UsageException Fault(string file, long line, string problem) =>
        new(line > 0 ? $"{file}, line {line}: {problem}." : $"{file}: {problem}.");

    public UsageException Fault(long line, string problem) => Fault(file, line, problem);

    /// <summary>Where a key stands; where the mapping begins, if it does not have it.</summary>
    public long LineOf(string key) =>
        mapping.KeyLines.TryGetValue(key, out var line) ? line
        : mapping.Entries.TryGetValue(key, out var value) ? value.Line
        : mapping.Line;

    /// <summary>Whether a key has a value.</summary>
    public bool Has(string key) => Find(key) is not null;

    /// <summary>A key's text; null where it has none.</summary>
    public string? Text(string key) => Find(key) switch
    {
        null => null,
        YamlScalar scalar => scalar.Text,
        var other => throw Fault(other.Line, $"'{key}' must be a text"),
    };

    /// <summary>A key's texts, of a list; one text alone is a list of it. None where it has no value.</summary>
    public IReadOnlyList<string> Texts(string key) => Find(key) switch
    {
        null => [],
        YamlScalar scalar => [scalar.Text],
        YamlSequence list => [.. list.Items.Select(item => item is YamlScalar { IsNull: false } scalar
            ? scalar.Text
            : throw Fault(item.Line, $"'{key}' must be a list of texts"))],
        var other => throw Fault(other.Line, $"'{key}' must be a list of texts"),
    };

    /// <summary>A key's texts by name; none where it has no value.</summary>
    public IReadOnlyDictionary<string, string> TextsByName(string key) => Find(key) switch
    {
        null => new Dictionary<string, string>(StringComparer.Ordinal),
        YamlMapping map => map.Entries.ToDictionary(
            entry => entry.Key,
            entry => entry.Value is YamlScalar { IsNull: false } scalar
                ? scalar.Text
                : throw Fault(entry.Value.Line, $"'{entry.Key}' of '{key}' must be a text"),
            StringComparer.Ordinal),
        var other => throw Fault(other.Line, $"'{key}' must be a mapping of texts"),
    };

    /// <summary>A key's mapping; null where it has no value.</summary>
    public YamlFields? Map(string key, params string[] known) => Find(key) switch
    {
        null => null,
        YamlMapping map => new YamlFields(file, $"'{key}'", map, known),
        var other => throw Fault(other.Line, $"'{key}' must be a mapping"),
    };

    /// <summary>A key's list of mappings; null where it has no value.</summary>
    public IReadOnlyList<YamlMapping>? Maps(string key) => Find(key) switch
    {
        null => null,
        YamlSequence list => [.. list.Items.Select(item => item as YamlMapping
            ?? throw Fault(item.Line, $"'{key}' must be a list of mappings"))],
        var other => throw Fault(other.Line, $"'{key}' must be a list"),
    };

    private YamlValue? Find(string key) =>
        mapping.Entries.TryGetValue(key, out var value) && value is not YamlScalar { IsNull: true } ? value : null;
}
