using System.Text.Json.Nodes;
using Workflows.Core.Resources;

namespace Workflows.Core.Restores.Rules;

/// <summary>
/// Leaves of a namespace its labels, annotations and what its specification says, as Velero does. Finalizers go,
/// both kinds: the server sets its own, and another controller's would keep a namespace from being deleted in a
/// cluster that lacks that controller. The label with the name is the server's to write, and wrong under a mapping.
/// </summary>
public sealed class NamespaceRule : IRestoreRule
{
    private const string NameLabel = "kubernetes.io/metadata.name";

    public string Name => "namespace";

    public string Description => "Removes a namespace's finalizers and the label that the server writes.";

    public bool AppliesTo(GroupResource resource) => resource == KnownResources.Namespaces;

    public RuleVerdict Apply(JsonObject obj, RestoreRuleContext context)
    {
        obj.Map("metadata").RemoveFields("finalizers");
        obj.Map("metadata").RemoveEntries("labels", NameLabel);
        obj.Map("spec").RemoveFields("finalizers");
        if (obj.Map("spec") is { Count: 0 })
        {
            obj.Remove("spec");
        }

        return RuleVerdict.Keep;
    }
}
