using System.Text.Json.Nodes;
using Workflows.Core.Resources;

namespace Workflows.Core.Restores.Rules;

/// <summary>Skips PersistentVolumes that were provisioned for a claim and whose storage goes with it.</summary>
public sealed class DynamicVolumeRule : IRestoreRule
{
    public string Name => "dynamic-volume";

    public string Description =>
        "Skips PersistentVolumes that were provisioned for a claim and are deleted with it; the claim gets a new one.";

    public bool AppliesTo(GroupResource resource) => resource == KnownResources.PersistentVolumes;

    public RuleVerdict Apply(JsonObject obj, RestoreRuleContext context) =>
        PersistentVolumeReuse.IsReusable(obj)
            ? RuleVerdict.Keep
            : RuleVerdict.Skip("It was provisioned for a claim and goes with it; the restored claim gets a new volume.");
}
