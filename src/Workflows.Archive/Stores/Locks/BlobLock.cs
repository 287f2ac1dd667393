using Workflows.Core.Retention;

namespace Workflows.Archive.Stores.Locks;

/// <summary>What keeps a blob from being deleted or changed, by the store's own word.</summary>
/// <param name="Path">The blob.</param>
/// <param name="Until">Until when its policy keeps it, which may be over; null where it has none.</param>
/// <param name="Mode">Whether that can be taken back.</param>
/// <param name="IsHeld">Whether a legal hold keeps it, until somebody lifts that.</param>
public sealed record BlobLock(string Path, DateTimeOffset? Until, DeleteLockMode Mode, bool IsHeld)
{
    /// <summary>Whether something keeps it at a time.</summary>
    public bool Keeps(DateTimeOffset now) => IsHeld || Until > now;

    /// <summary>Whether less is said than wanted: a shorter time, or one that can be taken back where it shall not.</summary>
    public bool IsLessThan(DateTimeOffset until, DeleteLockMode mode) =>
        Until is not { } current || current < until || mode > Mode;
}
