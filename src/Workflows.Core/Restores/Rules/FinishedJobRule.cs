using System.Text.Json.Nodes;
using Workflows.Core.Resources;

namespace Workflows.Core.Restores.Rules;

/// <summary>
/// Skips Jobs that have ended: restored, they would do their work once more. Velero looks at
/// <c>completionTime</c> alone, which a failed Job does not have; its conditions say that it has ended too.
/// </summary>
public sealed class FinishedJobRule : IRestoreRule
{
    public string Name => "finished-job";

    public string Description => "Skips Jobs that have completed or failed, which would otherwise run once more.";

    public bool AppliesTo(GroupResource resource) => resource == KnownResources.Jobs;

    public RuleVerdict Apply(JsonObject obj, RestoreRuleContext context)
    {
        var status = obj.Map("status");
        var ended = status.Text("completionTime") is not null
            || status.List("conditions").Maps().Any(condition =>
                condition.Text("type") is "Complete" or "Failed" && condition.Text("status") == "True");
        return ended ? RuleVerdict.Skip("The Job has ended, and restoring it would run it once more.") : RuleVerdict.Keep;
    }
}
