using System.Text.Json.Nodes;
using Workflows.Core.Resources;

namespace Workflows.Core.Restores.Rules;

/// <summary>
/// Skips the ConfigMap with the certificate authority of the API server, which a controller writes into every
/// namespace: the archived one is another cluster's, and pods would trust the wrong server until it is corrected.
/// </summary>
public sealed class RootCertificateRule : IRestoreRule
{
    private const string ConfigMapName = "kube-root-ca.crt";

    public string Name => "root-certificate";

    public string Description => $"Skips the ConfigMap {ConfigMapName}, which each cluster writes with its own authority.";

    public bool AppliesTo(GroupResource resource) => resource == KnownResources.ConfigMaps;

    public RuleVerdict Apply(JsonObject obj, RestoreRuleContext context) =>
        obj.Name() == ConfigMapName
            ? RuleVerdict.Skip("Each cluster writes its own certificate authority into every namespace.")
            : RuleVerdict.Keep;
}
