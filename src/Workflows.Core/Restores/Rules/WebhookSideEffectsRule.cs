using System.Text.Json.Nodes;
using Workflows.Core.Resources;

namespace Workflows.Core.Restores.Rules;

/// <summary>
/// A webhook that was made as v1beta1 may leave its side effects unknown, which v1 refuses; Velero's answer
/// (<c>admissionwebhook_config_action.go</c>) is to declare that it has none.
/// </summary>
public sealed class WebhookSideEffectsRule : IRestoreRule
{
    public string Name => "webhook-side-effects";

    public string Description => "Sets sideEffects of v1 admission webhooks to None where v1 refuses what they had.";

    public bool AppliesTo(GroupResource resource) =>
        resource == KnownResources.MutatingWebhooks || resource == KnownResources.ValidatingWebhooks;

    public RuleVerdict Apply(JsonObject obj, RestoreRuleContext context)
    {
        if (obj.Text("apiVersion") != "admissionregistration.k8s.io/v1")
        {
            return RuleVerdict.Keep;
        }

        foreach (var webhook in obj.List("webhooks").Maps())
        {
            if (webhook.Text("sideEffects") is not ("None" or "NoneOnDryRun"))
            {
                webhook["sideEffects"] = "None";
            }
        }

        return RuleVerdict.Keep;
    }
}
