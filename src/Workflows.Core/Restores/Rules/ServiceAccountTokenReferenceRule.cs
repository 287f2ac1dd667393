using System.Text.Json.Nodes;
using Workflows.Core.Resources;

namespace Workflows.Core.Restores.Rules;

/// <summary>Removes a service account's references to token secrets that the old cluster generated.</summary>
public sealed class ServiceAccountTokenReferenceRule : IRestoreRule
{
    public string Name => "service-account-token-reference";

    public string Description =>
        "Removes from service accounts the references to token secrets that the old cluster generated.";

    public bool AppliesTo(GroupResource resource) => resource == KnownResources.ServiceAccounts;

    public RuleVerdict Apply(JsonObject obj, RestoreRuleContext context)
    {
        var secrets = obj.List("secrets");
        secrets.RemoveMaps(reference => ServiceAccountTokenNames.IsGenerated(reference.Text("name"), obj.Name()));
        if (secrets is { Count: 0 })
        {
            obj.Remove("secrets");
        }

        return RuleVerdict.Keep;
    }
}
