using System.Text.Json.Nodes;
using Workflows.Core.Resources;

namespace Workflows.Core.Restores.Rules;

/// <summary>
/// Removes what the old cluster's server wrote into <c>metadata</c>. Labels, annotations and finalizers are the
/// users' and stay. Velero keeps <c>managedFields</c> and patches them in once more after the creation; here they go:
/// the object is created under this product's own field manager, and claiming that a tool which has never seen this
/// cluster manages the fields would cost a second request for every object.
/// </summary>
public sealed class MetadataRule : IRestoreRule
{
    public string Name => "metadata";

    public string Description =>
        "Removes what the server writes into metadata (uid, resourceVersion, times, owners, managed fields); "
        + "labels, annotations and finalizers stay.";

    public bool AppliesTo(GroupResource resource) => true;

    public RuleVerdict Apply(JsonObject obj, RestoreRuleContext context)
    {
        obj.Map("metadata").RemoveFields(
            "generateName",
            "selfLink",
            "uid",
            "resourceVersion",
            "generation",
            "creationTimestamp",
            "deletionTimestamp",
            "deletionGracePeriodSeconds",
            "ownerReferences",
            "managedFields");
        return RuleVerdict.Keep;
    }
}
