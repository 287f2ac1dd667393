using System.Text.Json.Nodes;
using Workflows.Core.Resources;

namespace Workflows.Core.Restores.Rules;

/// <summary>
/// Skips RBAC's default roles and bindings, which the API server creates at its start and brings back to its own
/// version's content ("Using RBAC Authorization: auto-reconciliation"). Where the user has turned that off with
/// <c>autoupdate: "false"</c> the content is the user's, and is restored.
/// </summary>
public sealed class BootstrapRbacRule : IRestoreRule
{
    private const string BootstrappingLabel = "kubernetes.io/bootstrapping";
    private const string AutoupdateAnnotation = "rbac.authorization.kubernetes.io/autoupdate";

    public string Name => "bootstrap-rbac";

    public string Description =>
        "Skips the default roles and bindings that the API server creates and keeps up to date itself.";

    public bool AppliesTo(GroupResource resource) =>
        resource == KnownResources.ClusterRoles
        || resource == KnownResources.ClusterRoleBindings
        || resource == KnownResources.Roles
        || resource == KnownResources.RoleBindings;

    public RuleVerdict Apply(JsonObject obj, RestoreRuleContext context) =>
        obj.Label(BootstrappingLabel) == "rbac-defaults" && obj.Annotation(AutoupdateAnnotation) != "false"
            ? RuleVerdict.Skip("The API server creates this default of RBAC and keeps it up to date.")
            : RuleVerdict.Keep;
}
