namespace Workflows.Core.Volumes;

/// <summary>The claims of a manifest, by where their data lies.</summary>
public static class ArchivedClaims
{
    /// <summary>The same claims, each copy with the place of the data that it gets. One of a claim that is not there has none.</summary>
    /// <param name="claims">The claims of a manifest.</param>
    public static IEnumerable<ArchivedClaim> WithSources(IReadOnlyList<ArchivedClaim> claims)
    {
        ArgumentNullException.ThrowIfNull(claims);
        var sources = claims
            .Where(claim => claim.CopyOf is null)
            .ToDictionary(claim => new ClaimName(claim.Namespace, claim.Claim));
        return claims.Select(claim => claim.CopyOf is { } from && sources.TryGetValue(new(claim.Namespace, from), out var source)
            ? claim with { Record = source.Record, Volume = source.Volume, Snapshot = source.Snapshot }
            : claim);
    }
}
