namespace Workflows.Api.Documents;

/// <summary>What keeps a backup from being deleted: by this program's word, and by its store's.</summary>
public sealed record ProtectionDocument
{
    /// <summary>Since when it is under a legal hold; absent where it is not.</summary>
    public DateTimeOffset? HeldSince { get; init; }

    /// <summary>Why; absent where nobody said.</summary>
    public string? HoldReason { get; init; }

    /// <summary>Until when the store itself keeps it; absent where it does not.</summary>
    public DateTimeOffset? StoreLockedUntil { get; init; }

    /// <summary>Whether that can be taken back in the store: <c>unlocked</c>, or <c>locked</c>.</summary>
    public string? StoreLockMode { get; init; }

    /// <summary>True where the store itself holds it; else absent.</summary>
    public bool? StoreHeld { get; init; }
}
