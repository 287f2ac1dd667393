namespace Workflows.Core.Backups;

/// <summary>
/// What planning found, in numbers. The parts themselves lie in the store, in groups small enough for one history
/// entry each; <see cref="PlanId"/> names them.
/// </summary>
/// <param name="PlanId">The planning attempt whose documents count.</param>
/// <param name="BackupUid">The backup's identity, which its name is reserved for.</param>
/// <param name="StartedAt">When planning began.</param>
/// <param name="ServerVersion">The cluster's <c>gitVersion</c>.</param>
/// <param name="Revision">The etcd revision at which every list is read.</param>
/// <param name="Groups">How many groups of parts there are.</param>
/// <param name="Parts">How many parts there are in all groups.</param>
/// <param name="SegmentStride">
/// How far apart the numbers are of the segments that one part may come to: more than there are parts, also when a
/// later plan adds some, so that no two segments of a backup have the same number.
/// </param>
/// <param name="EstimatedObjects">How many objects the server counted, before labels and namespaces filter them.</param>
/// <param name="Problems">How many kinds or groups could not be planned; they are listed beside the parts.</param>
public sealed record BackupPlan(
    string PlanId,
    Guid BackupUid,
    DateTimeOffset StartedAt,
    string ServerVersion,
    string Revision,
    int Groups,
    int Parts,
    int SegmentStride,
    long EstimatedObjects,
    int Problems)
{
    /// <summary>The uid of the namespace <c>kube-system</c>, which tells one cluster from another; null if unread.</summary>
    public string? ClusterUid { get; init; }

    /// <summary>The stride of a backup that is first planned with so many parts.</summary>
    public static int StrideFor(int parts) => (2 * parts) + 1_000;
}
