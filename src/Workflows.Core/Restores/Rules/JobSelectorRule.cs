using System.Text.Json.Nodes;
using Workflows.Core.Resources;

namespace Workflows.Core.Restores.Rules;

/// <summary>
/// Removes the uid of the old Job from its selector and labels, so that the server puts in the new one. With
/// <c>manualSelector</c> the selector is the user's own and nothing is generated: it stays.
/// </summary>
public sealed class JobSelectorRule : IRestoreRule
{
    private static readonly string[] GeneratedLabels = ["controller-uid", "batch.kubernetes.io/controller-uid"];

    public string Name => "job-selector";

    public string Description => "Removes the generated uid from a Job's selector and labels, unless the selector is manual.";

    public bool AppliesTo(GroupResource resource) => resource == KnownResources.Jobs;

    public RuleVerdict Apply(JsonObject obj, RestoreRuleContext context)
    {
        if (obj.Map("spec") is not { } spec || spec.IsTrue("manualSelector"))
        {
            return RuleVerdict.Keep;
        }

        spec.Map("selector").RemoveEntries("matchLabels", GeneratedLabels);
        if (spec.Map("selector") is { Count: 0 })
        {
            spec.Remove("selector");
        }

        obj.Map("metadata").RemoveEntries("labels", GeneratedLabels);
        spec.Map("template").Map("metadata").RemoveEntries("labels", GeneratedLabels);
        return RuleVerdict.Keep;
    }
}
