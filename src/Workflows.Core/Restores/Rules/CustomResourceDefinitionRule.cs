using System.Text.Json.Nodes;
using Workflows.Core.Resources;

namespace Workflows.Core.Restores.Rules;

/// <summary>
/// A definition that was made as v1beta1 may say <c>preserveUnknownFields: true</c>, which v1 refuses; the flag of
/// the schema says the same. Versions without a schema have no place for it (Velero,
/// <c>crd_v1_preserve_unknown_fields_action.go</c>).
/// </summary>
public sealed class CustomResourceDefinitionRule : IRestoreRule
{
    public string Name => "crd-preserve-unknown-fields";

    public string Description =>
        "Moves preserveUnknownFields of a v1 CustomResourceDefinition into its schemas, where v1 allows it.";

    public bool AppliesTo(GroupResource resource) => resource == KnownResources.CustomResourceDefinitions;

    public RuleVerdict Apply(JsonObject obj, RestoreRuleContext context)
    {
        var spec = obj.Map("spec");
        if (obj.Text("apiVersion") != "apiextensions.k8s.io/v1" || !spec.IsTrue("preserveUnknownFields"))
        {
            return RuleVerdict.Keep;
        }

        spec!["preserveUnknownFields"] = false;
        foreach (var version in spec.List("versions").Maps())
        {
            if (version.Map("schema").Map("openAPIV3Schema") is { } schema)
            {
                schema["x-kubernetes-preserve-unknown-fields"] = true;
            }
        }

        return RuleVerdict.Keep;
    }
}
