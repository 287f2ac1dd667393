using System.Text.Json.Nodes;
using Workflows.Core.Resources;

namespace Workflows.Core.Restores.Rules;

/// <summary>
/// Frees a PersistentVolume from the claim object it was bound to, but keeps it reserved for the claim of that name
/// (<c>claimRef</c> without uid and resourceVersion), in the namespace that claim is restored to.
/// </summary>
public sealed class PersistentVolumeRule : IRestoreRule
{
    public string Name => "persistentvolume";

    public string Description =>
        "Removes what binds a PersistentVolume to one claim object, and keeps it for the claim of that name; "
        + "renames it where it must live beside its original.";

    public bool AppliesTo(GroupResource resource) => resource == KnownResources.PersistentVolumes;

    public RuleVerdict Apply(JsonObject obj, RestoreRuleContext context)
    {
        if (obj.Name() is { } name && context.PersistentVolumeNames.TryGetValue(name, out var renamed))
        {
            obj.Map("metadata")!["name"] = renamed;
        }

        obj.Map("metadata").RemoveEntries("annotations", VolumeBinding.BindCompleted, VolumeBinding.BoundByController);
        if (obj.Map("spec").Map("claimRef") is { } claim)
        {
            claim.RemoveFields("uid", "resourceVersion");
            if (claim.Text("namespace") is { } ns)
            {
                claim["namespace"] = context.MapNamespace(ns);
            }
        }

        return RuleVerdict.Keep;
    }
}
