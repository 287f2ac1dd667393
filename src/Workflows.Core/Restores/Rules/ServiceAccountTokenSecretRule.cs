using System.Text.Json.Nodes;
using Workflows.Core.Resources;

namespace Workflows.Core.Restores.Rules;

/// <summary>
/// Token secrets of service accounts: those that the old cluster generated are skipped, since the service account
/// here has or needs none of them; those a user made lose what was signed by the old cluster, and the token
/// controller fills it in. The <c>namespace</c> key goes as well (Velero keeps it): the controller writes it only
/// where it is missing, so under a namespace mapping it would stay wrong.
/// </summary>
public sealed class ServiceAccountTokenSecretRule : IRestoreRule
{
    private const string TokenType = "kubernetes.io/service-account-token";
    private const string AccountName = "kubernetes.io/service-account.name";
    private const string AccountUid = "kubernetes.io/service-account.uid";

    public string Name => "service-account-token-secret";

    public string Description =>
        "Skips token secrets that the old cluster generated for service accounts; "
        + "from those that users made it removes the old cluster's token, authority and uid.";

    public bool AppliesTo(GroupResource resource) => resource == KnownResources.Secrets;

    public RuleVerdict Apply(JsonObject obj, RestoreRuleContext context)
    {
        if (obj.Text("type") != TokenType)
        {
            return RuleVerdict.Keep;
        }

        if (ServiceAccountTokenNames.IsGenerated(obj.Name(), obj.Annotation(AccountName)))
        {
            return RuleVerdict.Skip("The old cluster generated it for a service account; its token is worth nothing here.");
        }

        obj.Map("metadata").RemoveEntries("annotations", AccountUid);
        obj.RemoveEntries("data", "token", "ca.crt", "namespace");
        return RuleVerdict.Keep;
    }
}
