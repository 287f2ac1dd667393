using System.Text.Json.Nodes;
using Workflows.Activities.Clusters;
using Workflows.Activities.Volumes.Moving;
using Workflows.Core.Volumes;

namespace Workflows.Activities.Volumes.Snapshots;

/// <summary>How far a claim is that is filled from a snapshot.</summary>
internal static class FilledClaim
{
    public static bool IsBound(JsonObject claim) => claim["status"]?["phase"]?.GetValue<string>() == "Bound";

    /// <summary>
    /// Whether a claim is provisioned only when a pod wants it, and none has so far: what it is filled from must stay
    /// until then.
    /// </summary>
    public static async Task<bool> WaitsForPodAsync(
        MoverCluster cluster, JsonObject claim, CancellationToken cancellationToken)
    {
        if (claim["metadata"]!["annotations"]?["volume.kubernetes.io/selected-node"] is not null
            || claim["spec"]?["storageClassName"]?.GetValue<string>() is not { Length: > 0 } name)
        {
            return false;
        }

        var storageClass = await cluster.FindAsync(ClusterKinds.StorageClasses, null, name, cancellationToken);
        return storageClass?["volumeBindingMode"]?.GetValue<string>() == "WaitForFirstConsumer";
    }

    /// <summary>What whoever provisions it complained of last; null for nothing.</summary>
    public static async Task<string?> ComplaintAsync(
        MoverCluster cluster, ClaimName claim, CancellationToken cancellationToken) =>
        (await cluster.EventsAsync(claim.Namespace, claim.Name, cancellationToken))
            .Where(found => found["type"]?.GetValue<string>() == "Warning")
            .OrderByDescending(found => found["lastTimestamp"]?.GetValue<string>() ?? "", StringComparer.Ordinal)
            .Select(found => found["message"]?.GetValue<string>())
            .FirstOrDefault();
}
