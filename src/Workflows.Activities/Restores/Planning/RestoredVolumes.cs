using System.Text.Json.Nodes;
using Workflows.Archive.Reading;
using Workflows.Core.Resources;
using Workflows.Core.Restores;
using Workflows.Core.Restores.Rules;
using Workflows.Core.Volumes;

namespace Workflows.Activities.Restores.Planning;

/// <summary>
/// Decides where the claims of a restore get their volumes from: from their data in the backup, from a volume that is
/// restored as it is, or, empty, from whoever provisions.
/// </summary>
/// <param name="spec">What was asked for.</param>
/// <param name="reader">The backup.</param>
/// <param name="items">What is to be restored; volumes that are not are taken out.</param>
internal sealed class RestoredVolumes(RestoreSpec spec, ArchiveReader reader, List<ChunkItem> items)
{
    private readonly Dictionary<ClaimName, ArchivedClaim> withData = WithData(spec, reader, items);

    /// <summary>Whether a claim, by its archived name, gets its data from the backup.</summary>
    public bool HasData(ClaimName archived) => spec.Mover is not null && withData.ContainsKey(archived);

    /// <summary>The claims whose data is restored, as they are called where they are restored to.</summary>
    /// <param name="obstacles">Those, by their archived names, that can't have it, with the reason for each.</param>
    public IReadOnlyList<PlannedClaim> ClaimsWith(IReadOnlyDictionary<ClaimName, string> obstacles) => spec.Mover is null ? [] :
    [
        .. withData.Values.Select(claim => new PlannedClaim(
            Target(new(claim.Namespace, claim.Claim)), claim.Record ?? "", claim.Volume ?? "")
        {
            Snapshot = claim.Snapshot,
            Refusal = obstacles.GetValueOrDefault(new(claim.Namespace, claim.Claim)),
        }),
    ];

    private ClaimName Target(ClaimName archived) => spec.Claims.Rename(
        archived, spec.NamespaceMappings.GetValueOrDefault(archived.Namespace, archived.Namespace));

    /// <returns>
    /// The volumes, by name, that this restore creates with their storage: a claim keeps the name of its volume only if
    /// it is one of them, and whether it is stands in the volume itself. And those that it leaves out.
    /// </returns>
    public async Task<(HashSet<string> Reused, IReadOnlyList<(ChunkItem Volume, string Reason)> LeftOut)> DecideAsync(
        CancellationToken cancellationToken)
    {
        var volumes = items
            .Where(item => item.Key.Resource == KnownResources.PersistentVolumes && item.Location is not null)
            .ToDictionary(item => item.Location!.ToKey());
        var reused = new HashSet<string>(StringComparer.Ordinal);
        var leftOut = new List<(ChunkItem Volume, string Reason)>();
        var objects = reader.ReadObjectsAsync([.. volumes.Values.Select(item => item.Location!)], cancellationToken);
        await foreach (var archived in objects)
        {
            var key = archived.Location.ToKey();
            var volume = ManifestJson.Parse(archived.Json.Span, $"The archive's copy of {key}");
            if (WhyNot(volume) is { } reason)
            {
                leftOut.Add((volumes[key], reason));
            }
            else if (PersistentVolumeReuse.IsReusable(volume))
            {
                reused.Add(archived.Location.Name);
            }
        }

        var gone = leftOut.Select(pair => pair.Volume).ToHashSet();
        items.RemoveAll(gone.Contains);
        return (reused, leftOut);
    }

    /// <summary>For a comparison, too, which moves nothing: it expects what a restore makes.</summary>
    private static Dictionary<ClaimName, ArchivedClaim> WithData(
        RestoreSpec spec, ArchiveReader reader, List<ChunkItem> items)
    {
        if (spec.VolumeData is not VolumeDataPolicy.RestoreData)
        {
            return [];
        }

        var restored = items
            .Where(item => item.Key.Resource == KnownResources.PersistentVolumeClaims)
            .Select(item => new ClaimName(item.Namespace!, item.Name))
            .ToHashSet();
        return ArchivedClaims.WithSources(reader.Manifest.Volumes ?? [])
            .Where(claim => claim is { State: ClaimState.Completed, Record: not null, Volume: not null } or { State: ClaimState.Completed, Snapshot: not null })
            .Where(claim => restored.Contains(new(claim.Namespace, claim.Claim)))
            .ToDictionary(claim => new ClaimName(claim.Namespace, claim.Claim));
    }

    private string? WhyNot(JsonObject volume)
    {
        if (volume["spec"] is not JsonObject body || body["claimRef"] is not JsonObject claim
            || claim["namespace"] is not JsonValue ns || claim["name"] is not JsonValue name
            || !ns.TryGetValue<string>(out var claimNamespace) || !name.TryGetValue<string>(out var claimName))
        {
            return null;
        }

        return withData.ContainsKey(new(claimNamespace, claimName))
            ? $"The data of its claim, {claimNamespace}/{claimName}, is restored into a new volume."
            : spec.VolumeData is VolumeDataPolicy.NoData
                ? $"Its claim, {claimNamespace}/{claimName}, gets a new volume without data, as asked."
                : null;
    }
}
