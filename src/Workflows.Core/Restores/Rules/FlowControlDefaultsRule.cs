using System.Text.Json.Nodes;
using Workflows.Core.Resources;

namespace Workflows.Core.Restores.Rules;

/// <summary>
/// Skips the flow schemas and priority levels that the API server creates and maintains ("API Priority and Fairness:
/// defaults"): the mandatory ones, <c>exempt</c> and <c>catch-all</c>, and those it marks as kept up to date. One
/// whose mark is <c>"false"</c> was changed by a user, and is restored.
/// </summary>
public sealed class FlowControlDefaultsRule : IRestoreRule
{
    private const string AutoupdateAnnotation = "apf.kubernetes.io/autoupdate-spec";

    public string Name => "flow-control-defaults";

    public string Description =>
        "Skips the flow schemas and priority levels that the API server creates and keeps up to date itself.";

    public bool AppliesTo(GroupResource resource) =>
        resource == KnownResources.FlowSchemas || resource == KnownResources.PriorityLevels;

    public RuleVerdict Apply(JsonObject obj, RestoreRuleContext context) =>
        obj.Name() is "exempt" or "catch-all" || obj.Annotation(AutoupdateAnnotation) == "true"
            ? RuleVerdict.Skip("The API server creates this default of flow control and keeps it up to date.")
            : RuleVerdict.Keep;
}
