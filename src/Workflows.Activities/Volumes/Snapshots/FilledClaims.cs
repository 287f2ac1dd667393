using Workflows.Activities.Clusters;
using Workflows.Core.Volumes;
using Workflows.Core.Volumes.Snapshots;

namespace Workflows.Activities.Volumes.Snapshots;

/// <summary>The claims of a restore, and what those among them are filled from whose data is in snapshots.</summary>
/// <param name="Claims">All claims; those whose snapshot can't be used in this cluster with why not.</param>
/// <param name="Sources">What is put into claims as they are created.</param>
internal sealed record FilledClaims(IReadOnlyList<PlannedClaim> Claims, IReadOnlyList<ClaimSource> Sources)
{
    /// <summary>
    /// Looks whether the cluster has the drivers that took the snapshots: a claim that names a snapshot which nobody can
    /// make a volume of would wait for ever.
    /// </summary>
    public static async Task<FilledClaims> PlanAsync(
        SnapshotCluster cluster, VolumeRun run, IReadOnlyList<PlannedClaim> claims, CancellationToken cancellationToken)
    {
        var refusals = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var driver in claims.Select(claim => claim.Snapshot?.Driver).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            refusals[driver] = await WhyNotAsync(cluster, driver, cancellationToken);
        }

        PlannedClaim[] planned =
        [
            .. claims.Select(claim => claim.Snapshot is { } snapshot ? claim with { Refusal = claim.Refusal ?? refusals[snapshot.Driver] } : claim),
        ];
        return new(
            planned,
            [
                .. from claim in planned
                   where claim is { Snapshot: not null, Refusal: null }
                   select new ClaimSource(claim.Claim, new ClaimMove(run, claim).SnapshotName, claim.Snapshot!.Bytes),
            ]);
    }

    private static async Task<string?> WhyNotAsync(SnapshotCluster cluster, string driver, CancellationToken cancellationToken)
    {
        if (await cluster.FindClassesAsync(cancellationToken) is not { } classes)
        {
            return $"Its data is in a snapshot of {driver}, and this cluster knows no snapshots ({SnapshotObjects.Group}/v1): it "
                + "needs that driver and the snapshot controller.";
        }

        var isThere = classes.Any(found => found["driver"]?.GetValue<string>() == driver)
            || await cluster.Objects.FindAsync(ClusterKinds.CsiDrivers, null, driver, cancellationToken) is not null;
        return isThere
            ? null
            : $"Its data is in a snapshot of {driver}, and this cluster has no such driver. Snapshots stay with the storage system "
                + "that took them; files that a mover moved (snapshot+move, filesystem) go anywhere.";
    }
}
