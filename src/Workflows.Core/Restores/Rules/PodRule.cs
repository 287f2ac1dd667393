using System.Text.Json.Nodes;
using Workflows.Core.Resources;

namespace Workflows.Core.Restores.Rules;

/// <summary>
/// Makes an archived pod one that can be scheduled anew. <c>priority</c> is computed from the priority class, whose
/// value may differ here, and the server refuses a pod whose number does not match. The volume of a generated token
/// goes with its secret; <c>kube-api-access-*</c> stays, since it names nothing of the old cluster. Ephemeral
/// containers go because a pod can't be created with any (Velero leaves them, and such a pod fails).
/// </summary>
public sealed class PodRule : IRestoreRule
{
    public string Name => "pod";

    public string Description =>
        "Removes a pod's node, computed priority, debugging containers, and volumes of generated token secrets.";

    public bool AppliesTo(GroupResource resource) => resource == KnownResources.Pods;

    public RuleVerdict Apply(JsonObject obj, RestoreRuleContext context)
    {
        if (obj.Map("spec") is not { } spec)
        {
            return RuleVerdict.Keep;
        }

        spec.RemoveFields("nodeName", "priority", "ephemeralContainers");
        var account = spec.Text("serviceAccountName") ?? spec.Text("serviceAccount") ?? "default";
        RemoveTokens(spec, "volumes", account);
        string[] lists = ["containers", "initContainers"];
        foreach (var container in lists.SelectMany(list => spec.List(list).Maps()))
        {
            RemoveTokens(container, "volumeMounts", account);
        }

        return RuleVerdict.Keep;
    }

    private static void RemoveTokens(JsonObject owner, string field, string account)
    {
        var list = owner.List(field);
        list.RemoveMaps(item => ServiceAccountTokenNames.IsGenerated(item.Text("name"), account));
        if (list is { Count: 0 })
        {
            owner.Remove(field);
        }
    }
}
