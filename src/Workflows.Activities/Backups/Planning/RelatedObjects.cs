using System.Text.Json;
using Workflows.Activities.Clusters;
using Workflows.Core.Backups.Planning;
using Workflows.Core.Reports;
using Workflows.Core.Resources;
using Workflows.Kubernetes;

namespace Workflows.Activities.Backups.Planning;

/// <summary>
/// The objects of the cluster that a backup of some namespaces needs: the definitions of their custom resources, the
/// volumes that their claims are bound to, and the cluster roles bound to their service accounts.
/// </summary>
/// <param name="client">The cluster.</param>
/// <param name="revision">The backup's revision; null to read each list as it is.</param>
/// <param name="pageSize">Objects in a page.</param>
/// <param name="isSelected">Whether a namespace is selected.</param>
internal sealed class RelatedObjects(ClusterClient client, string? revision, int pageSize, Func<string, bool> isSelected)
{
    /// <summary>What could not be looked for.</summary>
    public List<Problem> Problems { get; } = [];

    /// <summary>The names to capture, by kind; kinds that are not served, or not wanted, are left out.</summary>
    /// <param name="candidates">The kinds that the selection lets in when something needs them.</param>
    /// <param name="captured">The kinds that are captured.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<IReadOnlyDictionary<ApiResource, HashSet<string>>> FindAsync(
        IReadOnlyList<ApiResource> candidates, IReadOnlyList<SurveyedKind> captured, CancellationToken cancellationToken)
    {
        var found = new Dictionary<ApiResource, HashSet<string>>();
        var roles = new HashSet<string>(StringComparer.Ordinal);
        foreach (var resource in candidates)
        {
            if (resource.GroupResource == KnownResources.CustomResourceDefinitions)
            {
                found[resource] = await DefinitionsAsync(resource, captured, cancellationToken);
            }
            else if (resource.GroupResource == KnownResources.PersistentVolumes && Captures(KnownResources.PersistentVolumeClaims))
            {
                found[resource] = await NamesAsync(resource, IsClaimed, cancellationToken);
            }
            else if (resource.GroupResource == KnownResources.ClusterRoleBindings
                && Captures(KnownResources.ServiceAccounts))
            {
                found[resource] = await NamesAsync(resource, item => BindsSelected(item, roles), cancellationToken);
            }
        }

        if (candidates.FirstOrDefault(resource => resource.GroupResource == KnownResources.ClusterRoles) is { } clusterRoles)
        {
            found[clusterRoles] = roles;
        }

        return found;

        // Who captures no accounts does not ask for their rights either: nothing captured needs them.
        bool Captures(GroupResource needed) => captured.Any(kind => kind.Resource.GroupResource == needed);
    }

    /// <summary>They are named after what they define, so that nobody has to read them all.</summary>
    private async Task<HashSet<string>> DefinitionsAsync(
        ApiResource definitions, IReadOnlyList<SurveyedKind> captured, CancellationToken cancellationToken)
    {
        var names = captured
            .Where(kind => kind.Resource.Namespaced && kind.Count > 0 && kind.Resource.Group.Contains('.'))
            .Select(kind => kind.Resource.GroupResource.ToString())
            .ToHashSet(StringComparer.Ordinal);
        return names.Count > 0 && await MayListAsync(definitions, cancellationToken) ? names : [];
    }

    private async Task<bool> MayListAsync(ApiResource resource, CancellationToken cancellationToken)
    {
        try
        {
            using var page = await client.ListPageAsync(
                resource, null, ExactList.Page(revision, null, pageSize: 1), cancellationToken);
            return true;
        }
        catch (KubernetesApiException denied) when (denied.IsForbidden)
        {
            Problems.Add(NotSeen(resource, denied));
            return false;
        }
    }

    /// <summary>Who may see some namespaces only still gets those.</summary>
    private static Problem NotSeen(ApiResource resource, KubernetesApiException denied) =>
        new(ProblemSeverity.Warning, resource.GroupResource.ToString(), null, denied.Message);

    private async Task<HashSet<string>> NamesAsync(
        ApiResource resource, Func<JsonElement, bool> isNeeded, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadNamesAsync(resource, isNeeded, cancellationToken);
        }
        catch (KubernetesApiException denied) when (denied.IsForbidden)
        {
            Problems.Add(NotSeen(resource, denied));
            return [];
        }
    }

    private async Task<HashSet<string>> ReadNamesAsync(
        ApiResource resource, Func<JsonElement, bool> isNeeded, CancellationToken cancellationToken)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var item in ExactList.ItemsAsync(client, resource, revision, pageSize, cancellationToken))
        {
            using var document = JsonDocument.Parse(item.Json);
            if (isNeeded(document.RootElement)
                && document.RootElement.Field("metadata")?.Text("name") is { } name)
            {
                names.Add(name);
            }
        }

        return names;
    }

    private bool IsClaimed(JsonElement volume) =>
        volume.Field("spec")?.Field("claimRef")?.Text("namespace") is { } ns && isSelected(ns);

    private bool BindsSelected(JsonElement binding, HashSet<string> roles)
    {
        var role = ServiceAccountBinding.RoleBoundIn(binding, isSelected);
        if (role is not null)
        {
            roles.Add(role);
        }

        return role is not null;
    }
}
