using System.Text.Json.Nodes;
using Workflows.Core.Resources;

namespace Workflows.Core.Restores.Rules;

/// <summary>
/// Removes node ports that the old cluster allocated; they may be taken here. Those that a user asked for stay, and
/// all stay if the restore preserves node ports. That a user asked is seen in <see cref="ExplicitNodePorts"/>, so this
/// rule must come before <see cref="MetadataRule"/>.
/// </summary>
public sealed class ServiceNodePortRule : IRestoreRule
{
    public string Name => "service-node-ports";

    public string Description =>
        "Removes node ports that the old cluster allocated; those that a user asked for stay, as do all if preserved.";

    public bool AppliesTo(GroupResource resource) => resource == KnownResources.Services;

    public RuleVerdict Apply(JsonObject obj, RestoreRuleContext context)
    {
        if (context.PreserveNodePorts || obj.Map("spec") is not { } spec || spec.Text("type") == "ExternalName")
        {
            return RuleVerdict.Keep;
        }

        var asked = ExplicitNodePorts.Of(obj);
        if (!asked.HealthCheck)
        {
            spec.Remove("healthCheckNodePort");
        }

        foreach (var port in spec.List("ports").Maps().Where(port => !asked.Has(port)))
        {
            port.Remove("nodePort");
        }

        return RuleVerdict.Keep;
    }
}
