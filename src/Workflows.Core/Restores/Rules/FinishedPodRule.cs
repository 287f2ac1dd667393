using System.Text.Json.Nodes;
using Workflows.Core.Resources;

namespace Workflows.Core.Restores.Rules;

/// <summary>Skips pods that have ended: restored, they would run once more.</summary>
public sealed class FinishedPodRule : IRestoreRule
{
    public string Name => "finished-pod";

    public string Description => "Skips pods that have succeeded or failed, which would otherwise run once more.";

    public bool AppliesTo(GroupResource resource) => resource == KnownResources.Pods;

    public RuleVerdict Apply(JsonObject obj, RestoreRuleContext context) =>
        obj.Map("status").Text("phase") is "Succeeded" or "Failed"
            ? RuleVerdict.Skip("The pod has ended, and restoring it would run it once more.")
            : RuleVerdict.Keep;
}
