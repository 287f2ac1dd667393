using System.Text.Json.Serialization;
using Workflows.Core.Resources;

namespace Workflows.Core.Restores;

/// <summary>What became of one object, and why.</summary>
/// <param name="Key">The object as it is named in the cluster restored to.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Reason">Why, for everything but what was simply created, unchanged or updated.</param>
public sealed record ObjectOutcome(ObjectKey Key, RestoreOutcome Outcome, string? Reason = null)
{
    /// <summary>The <c>apiVersion</c> and kind, as Velero's resource list groups them.</summary>
    public string ApiVersion { get; init; } = "";

    public string Kind { get; init; } = "";

    /// <summary>Whether it is in the cluster, differs, and was left as it is (<see cref="ConflictMode.Skip"/>).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool KeptAsItWas { get; init; }

    /// <summary>What the comparison after the restore found it to differ in; null when it is as archived.</summary>
    public IReadOnlyList<string>? Differences { get; init; }
}
