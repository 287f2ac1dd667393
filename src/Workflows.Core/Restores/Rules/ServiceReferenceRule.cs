using System.Text.Json.Nodes;
using Workflows.Core.Resources;

namespace Workflows.Core.Restores.Rules;

/// <summary>
/// Lets what the API server calls follow the service that a mapping moves: admission webhooks, conversion webhooks,
/// aggregated APIs. Velero does not; there, a mapped webhook calls a service that is not there, and every write that
/// it guards fails.
/// </summary>
public sealed class ServiceReferenceRule : IRestoreRule
{
    public string Name => "service-references";

    public string Description => "Maps the namespaces of services that webhooks, conversions and APIServices call.";

    public bool AppliesTo(GroupResource resource) =>
        resource == KnownResources.MutatingWebhooks
        || resource == KnownResources.ValidatingWebhooks
        || resource == KnownResources.CustomResourceDefinitions
        || resource == KnownResources.ApiServices;

    public RuleVerdict Apply(JsonObject obj, RestoreRuleContext context)
    {
        foreach (var service in References(obj))
        {
            if (service.Text("namespace") is { } ns)
            {
                service["namespace"] = context.MapNamespace(ns);
            }
        }

        return RuleVerdict.Keep;
    }

    private static IEnumerable<JsonObject> References(JsonObject obj)
    {
        var conversion = obj.Map("spec").Map("conversion");
        JsonObject?[] found =
        [
            .. obj.List("webhooks").Maps().Select(webhook => webhook.Map("clientConfig").Map("service")),
            conversion.Map("webhook").Map("clientConfig").Map("service"),
            conversion.Map("webhookClientConfig").Map("service"),
            obj.Map("spec").Map("service"),
        ];
        return found.OfType<JsonObject>();
    }
}
