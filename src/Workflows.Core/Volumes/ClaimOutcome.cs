using Workflows.Core.Volumes.Snapshots;

namespace Workflows.Core.Volumes;

/// <summary>What became of one claim's data.</summary>
/// <param name="Claim">The claim.</param>
/// <param name="State">How it ended.</param>
/// <param name="Reason">Why, where it was not moved; what to know of it, where it was; null for nothing.</param>
public sealed record ClaimOutcome(ClaimName Claim, ClaimState State, string? Reason)
{
    /// <summary>What a reason may have, so that a history holds those of a whole group.</summary>
    public const int LongestReason = 500;

    /// <summary>The backup of its volume; null where there is none.</summary>
    public string? Record { get; init; }

    /// <summary>The volume's folder and container in the store; null where there is no backup of it.</summary>
    public string? Volume { get; init; }

    /// <summary>The snapshot that holds, or filled, it; null where none does.</summary>
    public ArchivedSnapshot? Snapshot { get; init; }

    /// <summary>
    /// Of a backup: the claim whose data is restored into it, too; null for one with data of its own. What became of that
    /// one is known only in the end, see <see cref="ClaimCopies"/>.
    /// </summary>
    public ClaimName? CopyOf { get; init; }

    /// <summary>Bytes of the files' data: all of them for a backup, those written for a restore.</summary>
    public long Bytes { get; init; }

    /// <summary>Bytes that a backup added to the store.</summary>
    public long StoredBytes { get; init; }

    /// <summary>How many entries are not as they should be.</summary>
    public long Problems { get; init; }

    /// <summary>The same, with what is to know of it where its data was moved and nothing else is said.</summary>
    /// <param name="remark">What is to know; null for nothing.</param>
    public ClaimOutcome Noting(string? remark) =>
        remark is not null && this is { State: ClaimState.Completed, Reason: null } ? this with { Reason = Cut(remark) } : this;

    public static ClaimOutcome Failed(ClaimName claim, string reason) => new(claim, ClaimState.Failed, Cut(reason));

    public static ClaimOutcome Skipped(ClaimName claim, string reason) => new(claim, ClaimState.Skipped, Cut(reason));

    private static string Cut(string reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        return reason.Length <= LongestReason ? reason : $"{reason.AsSpan(0, LongestReason - 1)}…";
    }
}
