namespace Workflows.Core.Volumes;

/// <summary>What a backup holds of one claim's data, as its manifest says it.</summary>
/// <param name="Namespace">The claim's namespace.</param>
/// <param name="Claim">The claim's name.</param>
/// <param name="State">Whether its data is there.</param>
/// <param name="Reason">Why not, or what to know of it; null for nothing.</param>
/// <param name="Record">The backup of its volume, by its name in the catalogue of those; null where there is none.</param>
/// <param name="Volume">The volume's folder and container in the store; null where there is no backup of it.</param>
/// <param name="Bytes">Bytes of its files' data.</param>
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
            outcome.StoredBytes);
    }
}
