using System.Text.Json.Nodes;
using Workflows.Core.Resources;
using Workflows.Core.Selection;

namespace Workflows.Core.Restores.Rules;

/// <summary>Skips the APIServices that the API server registers for its own groups and for CRDs.</summary>
public sealed class AutomanagedApiServiceRule : IRestoreRule
{
    public string Name => "automanaged-apiservice";

    public string Description => "Skips APIServices that the API server registers and removes itself.";

    public bool AppliesTo(GroupResource resource) => resource == KnownResources.ApiServices;

    public RuleVerdict Apply(JsonObject obj, RestoreRuleContext context) =>
        obj.HasLabel(BuiltInExclusions.AutomanagedLabel)
            ? RuleVerdict.Skip("The API server registers it itself.")
            : RuleVerdict.Keep;
}
