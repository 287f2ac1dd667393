using System.Text.Json.Nodes;
using Workflows.Core.Resources;

namespace Workflows.Core.Restores.Rules;

/// <summary>
/// Skips the service <c>kubernetes</c> of the namespace <c>default</c>, its endpoints and its endpoint slice: they
/// are the way to the API server that wrote them. Mapped to another namespace they would lead to the old cluster.
/// </summary>
public sealed class ApiServerServiceRule : IRestoreRule
{
    public string Name => "api-server-service";

    public string Description => "Skips the service default/kubernetes and its endpoints, which each API server publishes itself.";

    public bool AppliesTo(GroupResource resource) =>
        resource == KnownResources.Services
        || resource == KnownResources.Endpoints
        || resource == KnownResources.EndpointSlices;

    public RuleVerdict Apply(JsonObject obj, RestoreRuleContext context) =>
        obj.Namespace() == "default" && obj.Name() == "kubernetes"
            ? RuleVerdict.Skip("Each API server publishes its own address under this name.")
            : RuleVerdict.Keep;
}
