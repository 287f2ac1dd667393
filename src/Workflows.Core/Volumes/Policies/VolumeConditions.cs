using System.Text.Json.Nodes;
using Workflows.Core.Resources;
using Workflows.Core.Restores.Rules;

namespace Workflows.Core.Volumes.Policies;

/// <summary>
/// What a claim and its volume must be for a policy to hold: all of what is said. What is not said holds for every
/// claim, and so does an empty list.
/// </summary>
public sealed record VolumeConditions
{
    /// <summary>The volume's capacity.</summary>
    public CapacityRange? Capacity { get; init; }

    /// <summary>The volume's storage class is one of these.</summary>
    public IReadOnlyList<string> StorageClass { get; init; } = [];

    /// <summary>The claim asks for at least one of these.</summary>
    public IReadOnlyList<string> AccessModes { get; init; } = [];

    public CsiCondition? Csi { get; init; }

    public NfsCondition? Nfs { get; init; }

    /// <summary>The volume is of one of these types, as fields of a PersistentVolume name them: <c>csi</c>, <c>hostPath</c>.</summary>
    public IReadOnlyList<string> VolumeTypes { get; init; } = [];

    /// <summary>The claim has all of these labels.</summary>
    public IReadOnlyDictionary<string, string> PvcLabels { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The claim is in one of these phases. Only bound claims have data.</summary>
    public IReadOnlyList<string> PvcPhase { get; init; } = [];

    /// <summary>Whether it takes the PersistentVolume itself to tell, since no claim says such a thing.</summary>
    public bool NeedsVolume() => Csi is not null || Nfs is not null || VolumeTypes.Count > 0;

    /// <param name="claim">The PersistentVolumeClaim.</param>
    /// <param name="volume">Its PersistentVolume; null where that is not known, and no condition on it holds.</param>
    public bool Match(JsonObject claim, JsonObject? volume)
    {
        ArgumentNullException.ThrowIfNull(claim);
        return (Capacity is null || Capacity.Includes(CapacityOf(claim, volume)))
            && (StorageClass.Count == 0 || StorageClass.Contains(ClassOf(claim, volume), StringComparer.Ordinal))
            && (AccessModes.Count == 0 || AccessModes.Intersect(Modes(claim), StringComparer.Ordinal).Any())
            && (Csi is null || Csi.Matches(volume))
            && (Nfs is null || Nfs.Matches(volume))
            && (VolumeTypes.Count == 0 || IsOfType(volume))
            && PvcLabels.All(wanted => claim.Label(wanted.Key) == wanted.Value)
            && (PvcPhase.Count == 0 || PvcPhase.Contains(claim.Map("status").Text("phase"), StringComparer.Ordinal));
    }

    private bool IsOfType(JsonObject? volume) =>
        volume.Map("spec") is { } spec
        && spec.Any(field => field.Value is JsonObject && VolumeTypes.Contains(field.Key, StringComparer.OrdinalIgnoreCase));

    /// <summary>A bound claim repeats what its volume has.</summary>
    private static decimal? CapacityOf(JsonObject claim, JsonObject? volume) =>
        Quantity.TryParse(volume.Map("spec").Map("capacity").Text("storage"), out var bytes)
        || Quantity.TryParse(claim.Map("status").Map("capacity").Text("storage"), out bytes)
            ? bytes
            : null;

    private static string? ClassOf(JsonObject claim, JsonObject? volume) =>
        volume.Map("spec").Text("storageClassName") ?? ClaimFields.ClassOf(claim);

    private static IEnumerable<string> Modes(JsonObject claim) =>
        claim.Map("spec").List("accessModes")?.Select(mode => mode.AsText()).OfType<string>() ?? [];
}
