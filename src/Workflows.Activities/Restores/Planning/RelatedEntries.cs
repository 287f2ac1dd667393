using System.Runtime.CompilerServices;
using System.Text.Json;
using Workflows.Archive.Reading;
using Workflows.Core.Resources;
using Workflows.Core.Restores.Rules;

namespace Workflows.Activities.Restores.Planning;

/// <summary>
/// The objects of the cluster that a restore of some namespaces needs, as far as the backup holds them: the
/// definitions of custom resources, the volumes of claims, the cluster roles of service accounts. As in a backup, who
/// takes no claims or accounts does not ask for their volumes or rights either: nothing that is taken needs them.
/// </summary>
internal static class RelatedEntries
{
    /// <param name="reader">The backup.</param>
    /// <param name="candidates">The objects of the cluster that the filters let in when something needs them.</param>
    /// <param name="selected">What is restored.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<IReadOnlyList<IndexedObject>> FindAsync(
        ArchiveReader reader,
        IReadOnlyList<IndexedObject> candidates,
        IReadOnlyList<IndexedObject> selected,
        CancellationToken cancellationToken)
    {
        if (candidates.Count == 0)
        {
            return [];
        }

        var kinds = selected.Select(entry => entry.Key.Resource.ToString()).ToHashSet(StringComparer.Ordinal);
        var namespaces = selected
            .Where(entry => entry.Key.Resource == KnownResources.ServiceAccounts)
            .Select(entry => entry.Key.Namespace)
            .OfType<string>()
            .ToHashSet(StringComparer.Ordinal);
        var volumes = await VolumesOfAsync(
            reader, [.. selected.Where(entry => entry.Key.Resource == KnownResources.PersistentVolumeClaims)], cancellationToken);
        var bindings = candidates.Where(entry => entry.Key.Resource == KnownResources.ClusterRoleBindings).ToArray();
        var (bound, roles) = await BoundAsync(reader, bindings, namespaces, cancellationToken);
        return
        [
            .. candidates.Where(entry =>
                (entry.Key.Resource == KnownResources.CustomResourceDefinitions && kinds.Contains(entry.Key.Name))
                || (entry.Key.Resource == KnownResources.PersistentVolumes && volumes.Contains(entry.Key.Name))
                || (entry.Key.Resource == KnownResources.ClusterRoleBindings && bound.Contains(entry.Key.Name))
                || (entry.Key.Resource == KnownResources.ClusterRoles && roles.Contains(entry.Key.Name))),
        ];
    }

    private static async Task<HashSet<string>> VolumesOfAsync(
        ArchiveReader reader, IReadOnlyList<IndexedObject> claims, CancellationToken cancellationToken)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var (_, claim) in ReadAsync(reader, claims, cancellationToken))
        {
            if (claim.Field("spec")?.Text("volumeName") is { } volume)
            {
                names.Add(volume);
            }
        }

        return names;
    }

    private static async Task<(HashSet<string> Bindings, HashSet<string> Roles)> BoundAsync(
        ArchiveReader reader,
        IReadOnlyList<IndexedObject> bindings,
        HashSet<string> namespaces,
        CancellationToken cancellationToken)
    {
        var bound = new HashSet<string>(StringComparer.Ordinal);
        var roles = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var (name, binding) in ReadAsync(reader, bindings, cancellationToken))
        {
            if (ServiceAccountBinding.RoleBoundIn(binding, namespaces.Contains) is { } role)
            {
                bound.Add(name);
                roles.Add(role);
            }
        }

        return (bound, roles);
    }

    /// <summary>The objects by the names that the index gives them; an element is good until the next is asked for.</summary>
    private static async IAsyncEnumerable<(string Name, JsonElement Json)> ReadAsync(
        ArchiveReader reader,
        IReadOnlyList<IndexedObject> entries,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var objects = reader.ReadObjectsAsync([.. entries.Select(entry => entry.Location)], cancellationToken);
        await foreach (var archived in objects)
        {
            using var document = ManifestJson.ParseDocument(
                archived.Json, $"The archive's copy of {archived.Location.ToKey()}");
            yield return (archived.Location.Name, document.RootElement);
        }
    }
}
