using System.Text.Json.Serialization;
using Workflows.Core.Volumes.Snapshots;

namespace Workflows.Core.Volumes;

/// <summary>What a backup holds of one claim's data, as its manifest says it.</summary>
/// <param name="Namespace">The claim's namespace.</param>
/// <param name="Claim">The claim's name.</param>
/// <param name="State">Whether its data is there.</param>
/// <param name="Reason">Why not, or what to know of it; null for nothing.</param>
/// <param name="Record">The backup of its volume, by its name in the catalogue of those; null where there is none.</param>
/// <param name="Volume">The volume's folder and container in the store; null where there is no backup of it.</param>
/// <param name="Bytes">Bytes of its files' data; 0 for a snapshot, whose files nobody read.</param>
/// <param name="StoredBytes">Bytes that were added to the store for it.</param>
public sealed record ArchivedClaim(
    string Namespace,
    string Claim,
    ClaimState State,
    string? Reason,
    string? Record,
    string? Volume,
    long Bytes,
    long StoredBytes)
{
    /// <summary>The snapshot that holds its data; null where none does.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ArchivedSnapshot? Snapshot { get; init; }

    /// <summary>The claim of its namespace whose data is restored into it, too; null for one with data of its own.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CopyOf { get; init; }

    public static ArchivedClaim Of(ClaimOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        return new(
            outcome.Claim.Namespace,
            outcome.Claim.Name,
            outcome.State,
            outcome.Reason,
            outcome.Record,
            outcome.Volume,
            outcome.Bytes,
            outcome.StoredBytes)
        {
            Snapshot = outcome.Snapshot,
            CopyOf = outcome.CopyOf?.Name,
        };
    }
}
