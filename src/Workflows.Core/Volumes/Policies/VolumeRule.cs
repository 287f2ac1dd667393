using System.Text.Json.Nodes;
using Workflows.Core.Restores.Rules;
using Workflows.Core.Volumes.Placing;

namespace Workflows.Core.Volumes.Policies;

/// <summary>
/// Decides what a backup does with a claim's data. Velero's order: a policy that holds decides; where none does, the
/// annotations of the pods that mount the claim; where they say nothing, the default.
/// </summary>
public sealed record VolumeRule
{
    /// <summary>Velero's annotation of a pod: its volumes that are to be backed up, by comma. Asked for without <see cref="IsOptOut"/>.</summary>
    public const string IncludedVolumes = "backup.velero.io/backup-volumes";

    /// <summary>Velero's annotation of a pod: its volumes that are not to be backed up, by comma. Asked for with <see cref="IsOptOut"/>.</summary>
    public const string ExcludedVolumes = "backup.velero.io/backup-volumes-excludes";

    public VolumePolicies? Policies { get; init; }

    /// <summary>Whether claims are backed up unless a pod excludes them; else only those that a pod names.</summary>
    public bool IsOptOut { get; init; } = true;

    /// <summary>What is done with claims of which no policy says it.</summary>
    public VolumeAction Default { get; init; }

    /// <param name="claim">The PersistentVolumeClaim.</param>
    /// <param name="volume">Its PersistentVolume; null where that is not known.</param>
    /// <param name="pods">The pods of its namespace.</param>
    public VolumeDecision Decide(JsonObject claim, JsonObject? volume, IReadOnlyList<JsonObject> pods)
    {
        ArgumentNullException.ThrowIfNull(claim);
        ArgumentNullException.ThrowIfNull(pods);
        if (Policies?.Find(claim, volume) is { } policy)
        {
            return policy.Action is { } action
                ? VolumeDecision.Take(action)
                : VolumeDecision.Skip($"It is skipped by {policy}.");
        }

        var naming = pods.FirstOrDefault(pod =>
            PlacementRule.IsAtWork(pod) && IsNamed(pod, claim.Name(), IsOptOut ? ExcludedVolumes : IncludedVolumes));
        return (IsOptOut, naming) switch
        {
            (true, not null) => VolumeDecision.Skip($"Pod {naming.Name()} excludes it, by its annotation {ExcludedVolumes}."),
            (false, null) => VolumeDecision.Skip(
                $"No pod names it in the annotation {IncludedVolumes}, without which no claim is taken as asked."),
            _ => VolumeDecision.Take(Default),
        };
    }

    private static bool IsNamed(JsonObject pod, string? claim, string annotation) =>
        pod.Annotation(annotation) is { } names
        && PlacementRule.VolumesOf(pod, claim)
            .Intersect(names.Split(',', StringSplitOptions.TrimEntries), StringComparer.Ordinal)
            .Any();
}
