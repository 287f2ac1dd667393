using System.Text.Json;
using Workflows.Archive.Reading;

namespace Workflows.Activities.Restores.Planning;

/// <summary>
/// The objects of the cluster that a restore of some namespaces needs, as far as the backup holds them: the
/// definitions of custom resources, the volumes of claims, the cluster roles of service accounts.
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
        var namespaces = selected.Select(entry => entry.Key.Namespace).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var volumes = await VolumesOfAsync(
            reader, [.. selected.Where(entry => entry.Key.Resource == KnownResources.Claims)], cancellationToken);
        var bindings = candidates.Where(entry => entry.Key.Resource == KnownResources.ClusterRoleBindings).ToArray();
        var (bound, roles) = await BoundAsync(reader, bindings, namespaces, cancellationToken);
        return
        [
            .. candidates.Where(entry =>
                (entry.Key.Resource == KnownResources.Definitions && kinds.Contains(entry.Key.Name))
                || (entry.Key.Resource == KnownResources.Volumes && volumes.Contains(entry.Key.Name))
                || (entry.Key.Resource == KnownResources.ClusterRoleBindings && bound.Contains(entry.Key.Name))
                || (entry.Key.Resource == KnownResources.ClusterRoles && roles.Contains(entry.Key.Name))),
        ];
    }

    private static async Task<HashSet<string>> VolumesOfAsync(
        ArchiveReader reader, IReadOnlyList<IndexedObject> claims, CancellationToken cancellationToken)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var json in ReadAsync(reader, claims, cancellationToken))
        {
            if (json.TryGetProperty("spec", out var spec) && spec.TryGetProperty("volumeName", out var volume))
            {
                names.Add(volume.GetString()!);
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
        await foreach (var json in ReadAsync(reader, bindings, cancellationToken))
        {
            if (ServiceAccountBinding.RoleBoundIn(json, namespaces.Contains) is { } role)
            {
                bound.Add(json.GetProperty("metadata").GetProperty("name").GetString()!);
                roles.Add(role);
            }
        }

        return (bound, roles);
    }

    private static async IAsyncEnumerable<JsonElement> ReadAsync(
        ArchiveReader reader,
        IReadOnlyList<IndexedObject> entries,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var objects = reader.ReadObjectsAsync([.. entries.Select(entry => entry.Location)], cancellationToken);
        await foreach (var archived in objects)
        {
            using var document = JsonDocument.Parse(archived.Json);
            yield return document.RootElement;
        }
    }
}
