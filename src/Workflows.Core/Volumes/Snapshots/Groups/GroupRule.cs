using System.Text.Json.Nodes;
using Workflows.Core.Restores.Rules;

namespace Workflows.Core.Volumes.Snapshots.Groups;

/// <summary>
/// Tells whether the volumes of a group can be in one snapshot. It is taken of all claims with the label, also of those that
/// the backup does not take: were one of them unfit, the cluster would take none.
/// </summary>
public static class GroupRule
{
    /// <param name="claims">All claims of the namespace that have the label.</param>
    /// <param name="classes">All VolumeGroupSnapshotClasses; null where the cluster knows no snapshots of groups.</param>
    public static GroupPlan Decide(IReadOnlyList<GroupedClaim> claims, IReadOnlyList<JsonObject>? classes)
    {
        ArgumentNullException.ThrowIfNull(claims);
        if (classes is null)
        {
            return Refuse($"The cluster knows no snapshots of groups ({GroupObjects.Group}).");
        }

        if (claims.FirstOrDefault(each => each.Volume is null) is { } unbound)
        {
            return Refuse($"Claim {unbound.Claim.Name()}, which is of the group too, is bound to no volume.");
        }

        var drivers = claims.Select(each => VolumeDriver.Of(each.Volume!)).Distinct(StringComparer.Ordinal).ToArray();
        if (drivers is not [{ } driver])
        {
            return Refuse(
                $"The group's volumes are of {string.Join(" and ", drivers.Select(each => each ?? "no driver").Order(StringComparer.Ordinal))}: "
                + "a snapshot is of one driver's.");
        }

        var choice = SnapshotClassRule.Choose(driver, [.. claims.Select(each => each.Claim)], classes, SnapshotClassMarks.OfGroup);
        return choice.Class is { } name ? new(name, null) : Refuse(choice.Refusal!);
    }

    /// <summary>What is said of each claim whose group is not in one snapshot.</summary>
    /// <param name="group">What people call the group.</param>
    /// <param name="refusal">Why not, in a sentence.</param>
    public static string Remark(string group, string refusal) =>
        $"It has a snapshot of its own, not of one moment with the others of group {group}. {refusal}";

    private static GroupPlan Refuse(string reason) => new(null, reason);
}
