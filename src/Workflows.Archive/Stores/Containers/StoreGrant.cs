using System.Text;

namespace Workflows.Archive.Stores.Containers;

/// <summary>
/// What its holder needs to use one container, and nothing else, for a time. Whoever has it has these rights: it goes
/// from hand to hand and is never written into journals, objects of a cluster, logs or messages.
/// </summary>
public sealed record StoreGrant
{
    /// <summary>The longest that a grant can hold: what Azure gives for an identity's signature.</summary>
    public static readonly TimeSpan MaxLifetime = TimeSpan.FromDays(7);

    /// <summary>What it allows.</summary>
    public required StoreAccess Access { get; init; }

    /// <summary>The container's address, without credentials.</summary>
    public required Uri Location { get; init; }

    /// <summary>
    /// Secret. A shared access signature as a query without its question mark; null where <see cref="Folder"/> is set.
    /// </summary>
    public string? Token { get; init; }

    /// <summary>The folder on the granter's machine that the holder must be given; null where it is no folder.</summary>
    public string? Folder { get; init; }

    /// <summary>When it ends, by the store's clock; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    internal static void CheckLifetime(TimeSpan lifetime)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(lifetime, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(lifetime, MaxLifetime);
    }

    /// <summary>All but the secret.</summary>
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append(
            null,
            $"Access = {Access}, Location = {Location}, Token = {(Token is null ? "none" : "(hidden)")}, Folder = {Folder}, ExpiresAt = {ExpiresAt:O}");
        return true;
    }
}
