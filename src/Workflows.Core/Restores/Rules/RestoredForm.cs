using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace Workflows.Core.Restores.Rules;

/// <summary>
/// What the rules made of an archived object: the object to create, or the reason why there is none. Exactly one of
/// the two is set.
/// </summary>
public sealed record RestoredForm
{
    private RestoredForm(JsonObject? obj, string? skipReason, string? skippedBy) =>
        (Object, SkipReason, SkippedBy) = (obj, skipReason, skippedBy);

    /// <summary>The object to create; null if it is not restored.</summary>
    [SuppressMessage("Naming", "CA1720", Justification = "Object is Kubernetes' own word for it.")]
    public JsonObject? Object { get; }

    /// <summary>Why the object is not restored, one sentence for the report; null if it is.</summary>
    public string? SkipReason { get; }

    /// <summary>The name of the rule that keeps the object out; null if none does.</summary>
    public string? SkippedBy { get; }

    public static RestoredForm Of(JsonObject obj) => new(obj, null, null);

    public static RestoredForm Skipped(string reason, string rule) => new(null, reason, rule);
}
