using System.Text.Json.Nodes;
using Workflows.Core.Resources;
using Workflows.Core.Volumes;

namespace Workflows.Core.Restores.Rules;

/// <summary>
/// Gives volumes, claims, and the claims that a StatefulSet will make, the storage classes that the restore maps theirs
/// to. All three, as Velero does: a claim and its volume bind in one class only, and a StatefulSet that is scaled up
/// makes more of what it has.
/// </summary>
public sealed class StorageClassRule : IRestoreRule
{
    private static readonly GroupResource StatefulSets = new("statefulsets", "apps");

    public string Name => "storage-class";

    public string Description => "Replaces the storage classes that the restore maps to others.";

    public bool AppliesTo(GroupResource resource) =>
        resource == KnownResources.PersistentVolumes
        || resource == KnownResources.PersistentVolumeClaims
        || resource == StatefulSets;

    public RuleVerdict Apply(JsonObject obj, RestoreRuleContext context)
    {
        if (context.Claims.StorageClasses.Count == 0)
        {
            return RuleVerdict.Keep;
        }

        Map(obj, context.Claims);
        foreach (var template in obj.Map("spec").List("volumeClaimTemplates").Maps())
        {
            Map(template, context.Claims);
        }

        return RuleVerdict.Keep;
    }

    private static void Map(JsonObject obj, ClaimChanges changes)
    {
        Map(obj.Map("spec"), "storageClassName", changes);
        Map(obj.Map("metadata").Map("annotations"), ClaimFields.ClassAnnotation, changes);
    }

    private static void Map(JsonObject? map, string field, ClaimChanges changes)
    {
        if (map.Text(field) is { } archived && changes.StorageClasses.TryGetValue(archived, out var mapped))
        {
            map![field] = mapped;
        }
    }
}
