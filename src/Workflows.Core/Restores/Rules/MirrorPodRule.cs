using System.Text.Json.Nodes;
using Workflows.Core.Resources;

namespace Workflows.Core.Restores.Rules;

/// <summary>Skips mirror pods: a kubelet shows with them what it runs from files of its own machine.</summary>
public sealed class MirrorPodRule : IRestoreRule
{
    private const string MirrorAnnotation = "kubernetes.io/config.mirror";

    public string Name => "mirror-pod";

    public string Description => "Skips mirror pods, by which a kubelet shows the static pods of its machine.";

    public bool AppliesTo(GroupResource resource) => resource == KnownResources.Pods;

    public RuleVerdict Apply(JsonObject obj, RestoreRuleContext context) =>
        obj.HasAnnotation(MirrorAnnotation)
            ? RuleVerdict.Skip("It mirrors a static pod of a machine of the old cluster.")
            : RuleVerdict.Keep;
}
