namespace Workflows.Core.Volumes;

/// <summary>Claims that are restored from the data of another, of which alone a backup holds any.</summary>
public static class ClaimCopies
{
    /// <summary>Says of each copy what became of the claim that it is a copy of.</summary>
    /// <param name="outcomes">What became of the claims of a backup, all of them.</param>
    public static IReadOnlyList<ClaimOutcome> Resolve(IReadOnlyList<ClaimOutcome> outcomes)
    {
        ArgumentNullException.ThrowIfNull(outcomes);
        var known = outcomes.Where(outcome => outcome.CopyOf is null).ToDictionary(outcome => outcome.Claim);
        return [.. outcomes.Select(outcome => outcome.CopyOf is { } source ? Of(outcome.Claim, source, known) : outcome)];
    }

    private static ClaimOutcome Of(ClaimName claim, ClaimName source, Dictionary<ClaimName, ClaimOutcome> known) =>
        !known.TryGetValue(source, out var found)
            ? ClaimOutcome.Failed(claim, $"Its data is to be that of claim {source.Name}, which was not come to.")
            : found.State is ClaimState.Completed
                ? new(claim, ClaimState.Completed, null) { CopyOf = source, Bytes = found.Bytes }
                : ClaimOutcome.Failed(claim, $"Its data is to be that of claim {source.Name}, which is not in the backup: {found.Reason}");
}
