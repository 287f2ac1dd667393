namespace Workflows.Core.Plans;

/// <summary>Something declared in YAML: what <c>workflows apply</c> takes.</summary>
public abstract record PlanResource
{
    /// <summary>The version of the format that everything here is written in.</summary>
    public const string ApiVersion = "workflows/v1";

    /// <summary>Unique among those of its kind: lower-case letters, digits and <c>-</c>.</summary>
    public required string Name { get; init; }

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
