using System.Text.Json.Nodes;
using Workflows.Core.Resources;

namespace Workflows.Core.Restores.Rules;

/// <summary>
/// The rules of a restore in the order in which they apply. First come those that keep an object out (they may look
/// at <c>status</c> and at what is removed later), then what is special to a kind (which may look at owners and
/// managed fields), then namespaces and what refers to them, last what holds for every object. Velero's order
/// (actions, claims, modifiers, namespace mapping, labels) is the model; users' own transformations belong before
/// <see cref="NamespaceMappingRule"/>, so that they are written in the archive's names.
/// </summary>
/// <param name="rules">The rules, first to last.</param>
public sealed class RestoreRules(IEnumerable<IRestoreRule> rules)
{
    public static RestoreRules Default { get; } = new(
    [
        new AutomanagedApiServiceRule(),
        new BootstrapRbacRule(),
        new SystemPriorityClassRule(),
        new FlowControlDefaultsRule(),
        new RootCertificateRule(),
        new ApiServerServiceRule(),
        new ServiceEndpointsRule(),
        new ServiceEndpointSliceRule(),
        new MirrorPodRule(),
        new FinishedPodRule(),
        new FinishedJobRule(),
        new ServiceAccountTokenSecretRule(),
        new DynamicVolumeRule(),
        new PodRule(),
        new JobSelectorRule(),
        new ServiceClusterAddressRule(),
        new ServiceNodePortRule(),
        new ServiceAccountTokenReferenceRule(),
        new StorageClassRule(),
        new PersistentVolumeRule(),
        new ClaimSizeRule(),
        new PersistentVolumeClaimRule(),
        new ClaimCopyRule(),
        new CustomResourceDefinitionRule(),
        new WebhookSideEffectsRule(),
        new NamespaceRule(),
        new NamespaceMappingRule(),
        new InitHookRule(),
        new BindingSubjectRule(),
        new ServiceReferenceRule(),
        new MetadataRule(),
        new StatusRule(),
        new RestoreLabelRule(),
    ]);

    public IReadOnlyList<IRestoreRule> Rules { get; } = [.. rules];

    /// <summary>These rules with <paramref name="rule"/> put before the first rule of type <typeparamref name="T"/>.</summary>
    /// <exception cref="ArgumentException">There is no rule of that type.</exception>
    public RestoreRules WithBefore<T>(IRestoreRule rule)
        where T : IRestoreRule
    {
        var at = Rules.TakeWhile(existing => existing is not T).Count();
        return at == Rules.Count
            ? throw new ArgumentException($"There is no {typeof(T).Name} to put \"{rule.Name}\" before.", nameof(rule))
            : new RestoreRules([.. Rules.Take(at), rule, .. Rules.Skip(at)]);
    }

    /// <summary>
    /// Makes the object that a restore creates out of the archived one, which stays as it is. Fields that no rule
    /// knows are kept, and numbers as they are written.
    /// </summary>
    public RestoredForm Apply(JsonObject archived, GroupResource resource, RestoreRuleContext context)
    {
        ArgumentNullException.ThrowIfNull(archived);
        ArgumentNullException.ThrowIfNull(context);
        var obj = archived.DeepClone().AsObject();
        foreach (var rule in Rules)
        {
            if (rule.AppliesTo(resource) && rule.Apply(obj, context).SkipReason is { } reason)
            {
                return RestoredForm.Skipped(reason, rule.Name);
            }
        }

        return RestoredForm.Of(obj);
    }
}
