using System.Text.Json.Nodes;
using Workflows.Core.Resources;

namespace Workflows.Core.Restores.Rules;

/// <summary>Puts an object into the namespace that its own is mapped to, and renames namespaces themselves.</summary>
public sealed class NamespaceMappingRule : IRestoreRule
{
    public string Name => "namespace-mapping";

    public string Description => "Puts objects into the namespaces that the restore maps theirs to.";

    public bool AppliesTo(GroupResource resource) => true;

    public RuleVerdict Apply(JsonObject obj, RestoreRuleContext context)
    {
        if (context.NamespaceMappings.Count == 0 || obj.Map("metadata") is not { } metadata)
        {
            return RuleVerdict.Keep;
        }

        if (metadata.Text("namespace") is { } ns)
        {
            metadata["namespace"] = context.MapNamespace(ns);
        }
        else if (obj.Text("kind") == "Namespace" && obj.Text("apiVersion") == "v1" && metadata.Text("name") is { } name)
        {
            metadata["name"] = context.MapNamespace(name);
        }

        return RuleVerdict.Keep;
    }
}
