using Workflows.Kubernetes.Yaml;

namespace Workflows.Kubernetes.Configuration;

/// <summary>A value that a kubeconfig gives, with the file that gave it: what relative paths are relative to.</summary>
/// <param name="Name">The entry's name.</param>
/// <param name="File">Absolute path of the file.</param>
/// <param name="Fields">The fields, of <c>cluster</c>, <c>user</c> or <c>context</c>.</param>
internal sealed record KubeconfigEntry(string Name, string File, YamlMapping Fields)
{
    public override string ToString() => $"'{Name}' in {File}";

    /// <summary>A field's text; null if it is absent or empty.</summary>
    public string? Text(string field)
    {
        if (!Fields.Entries.TryGetValue(field, out var value) || value is YamlScalar { IsNull: true })
            return null;
        return value is YamlScalar scalar
            ? scalar.Text.Length > 0 ? scalar.Text : null
            : throw Wrong(value, field, "must be a string");
    }

    public bool Flag(string field) => Text(field) switch
    {
        null or "false" or "False" or "FALSE" => false,
        "true" or "True" or "TRUE" => true,
        _ => throw Wrong(Fields.Entries[field], field, "must be true or false"),
    };

    /// <summary>A path, made absolute.</summary>
    public string? FilePath(string field) => Text(field) is { } path ? Resolve(path) : null;

    public string Resolve(string path) =>
        Path.GetFullPath(path, Path.GetDirectoryName(File) ?? Path.GetPathRoot(File)!);

    public KubeconfigEntry? Child(string field)
    {
        if (!Fields.Entries.TryGetValue(field, out var value) || value is YamlScalar { IsNull: true })
            return null;
        return value is YamlMapping mapping
            ? new KubeconfigEntry(Name, File, mapping)
            : throw Wrong(value, field, "must be a mapping");
    }

    public IReadOnlyList<YamlValue> List(string field)
    {
        if (!Fields.Entries.TryGetValue(field, out var value) || value is YamlScalar { IsNull: true })
            return [];
        return value is YamlSequence sequence ? sequence.Items : throw Wrong(value, field, "must be a list");
    }

    public IReadOnlyList<string> Texts(string field) =>
        [.. List(field).Select(item => item is YamlScalar scalar
            ? scalar.Text
            : throw Wrong(item, field, "must be a list of strings"))];

    private KubeconfigException Wrong(YamlValue value, string field, string must) =>
        new(Core.Errors.ErrorKind.Usage,
            $"The kubeconfig {File}, line {value.Line}: '{field}' of '{Name}' {must}.");
}
