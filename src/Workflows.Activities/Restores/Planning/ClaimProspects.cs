using System.Text.Json.Nodes;
using Workflows.Archive.Reading;
using Workflows.Core.Errors;
using Workflows.Core.Resources;
using Workflows.Core.Restores;
using Workflows.Core.Restores.Rules;
using Workflows.Core.Volumes;

namespace Workflows.Activities.Restores.Planning;

/// <summary>
/// Looks, before anything is created, whether the claims of a restore can get what they will ask for: a claim whose class
/// nobody provides waits for ever and says so to nobody.
/// </summary>
/// <param name="spec">What was asked for.</param>
/// <param name="reader">The backup.</param>
/// <param name="target">The cluster to restore to.</param>
/// <param name="items">What is to be restored.</param>
internal sealed class ClaimProspects(
    RestoreSpec spec, ArchiveReader reader, TargetStorage target, IReadOnlyList<ChunkItem> items)
{
    private static readonly GroupResource StorageClasses = new("storageclasses", "storage.k8s.io");

    /// <param name="reused">The PersistentVolumes, by their archived names, that are restored with their storage.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Claims, by their archived names, that will not get a volume, with the reason for each.</returns>
    /// <exception cref="WorkflowsException">
    /// <see cref="ErrorKind.Usage"/>: a claim was to become smaller than it was, or one that is not restored larger.
    /// </exception>
    public async Task<IReadOnlyDictionary<ClaimName, string>> FindObstaclesAsync(
        IReadOnlySet<string> reused, CancellationToken cancellationToken)
    {
        var claims = await ReadAsync(KnownResources.PersistentVolumeClaims, _ => true, cancellationToken);
        RequireSizes(claims);
        var wanted = claims
            .Where(claim => ClaimFields.VolumeOf(claim.Json) is not { } volume || !reused.Contains(volume))
            .Select(claim => (claim.Name, Class: ClaimFields.ClassOf(claim.Json) is { Length: > 0 } archived
                ? spec.Claims.MapClass(archived)
                : null))
            .Where(claim => claim.Class is not null)
            .ToArray();
        var obstacles = new Dictionary<ClaimName, string>();
        if (wanted.Length == 0 || await target.FindClassesAsync(cancellationToken) is not { } classes)
        {
            return obstacles;
        }

        var provided = classes.Concat(items.Where(item => item.Key.Resource == StorageClasses).Select(item => item.Name))
            .ToHashSet(StringComparer.Ordinal);
        if (wanted.All(claim => provided.Contains(claim.Class!))
            || await target.FindClassesOfFreeVolumesAsync(cancellationToken) is not { } free)
        {
            return obstacles;
        }

        provided.UnionWith(free);
        provided.UnionWith(await ClassesOfRestoredAsync(reused, cancellationToken));
        foreach (var (name, storageClass) in wanted.Where(claim => !provided.Contains(claim.Class!)))
        {
            // One that is there already keeps the volume that it has.
            if (await target.FindClaimAsync(Target(name), cancellationToken) is null)
            {
                obstacles.Add(name, WhyStuck(storageClass!, classes));
            }
        }

        return obstacles;
    }

    private static string WhyStuck(string storageClass, IReadOnlyCollection<string> classes) =>
        $"The cluster has no storage class '{storageClass}' and no free volume of it: the claim would wait for ever. Map the "
        + "class to one that is there (--storage-class-mappings)"
        + (classes.Count == 0 ? "; the cluster has none." : $": {string.Join(", ", classes.Take(8))}.");

    private ClaimName Target(ClaimName archived) => spec.Claims.Rename(
        archived, spec.NamespaceMappings.GetValueOrDefault(archived.Namespace, archived.Namespace));

    private void RequireSizes(IReadOnlyList<(ClaimName Name, JsonObject Json)> claims)
    {
        foreach (var (written, size) in spec.Claims.Sizes)
        {
            var claim = claims.FirstOrDefault(candidate => candidate.Name.ToString() == written).Json
                ?? throw new WorkflowsException(
                    ErrorKind.Usage, $"Claim {written} was to have {size}, but it is not among the claims that are restored.");
            if (Quantity.TryParse(ClaimFields.RequestOf(claim), out var archived)
                && (!Quantity.TryParse(size, out var asked) || asked < archived))
            {
                throw new WorkflowsException(
                    ErrorKind.Usage,
                    $"Claim {written} asks for {ClaimFields.RequestOf(claim)} in the backup: {size} is less, and its data may not fit.");
            }
        }
    }

    private async Task<IEnumerable<string>> ClassesOfRestoredAsync(
        IReadOnlySet<string> reused, CancellationToken cancellationToken) =>
        (await ReadAsync(KnownResources.PersistentVolumes, item => reused.Contains(item.Name), cancellationToken))
            .Select(volume => ClaimFields.ClassOf(volume.Json))
            .OfType<string>()
            .Select(spec.Claims.MapClass);

    private async Task<IReadOnlyList<(ClaimName Name, JsonObject Json)>> ReadAsync(
        GroupResource resource, Func<ChunkItem, bool> isWanted, CancellationToken cancellationToken)
    {
        var locations = items
            .Where(item => item.Key.Resource == resource && item.Location is not null && isWanted(item))
            .Select(item => item.Location!)
            .ToArray();
        var found = new List<(ClaimName Name, JsonObject Json)>();
        await foreach (var archived in reader.ReadObjectsAsync(locations, cancellationToken))
        {
            var key = archived.Location.ToKey();
            found.Add((
                new(key.Namespace ?? "", key.Name),
                ManifestJson.Parse(archived.Json.Span, $"The archive's copy of {key}")));
        }

        return found;
    }
}
