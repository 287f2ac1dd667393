namespace Workflows.Core.Retention;

/// <summary>What retention needs to know of a backup.</summary>
/// <param name="Name">The backup's name.</param>
/// <param name="TakenAt">When it was begun: the moment that it holds. Ages are counted from it.</param>
/// <param name="State">Whether it can be restored from.</param>
public sealed record RetainedBackup(string Name, DateTimeOffset TakenAt, RetainedState State)
{
    /// <summary>The plan that it belongs to; null for one that a person made.</summary>
    public string? Plan { get; init; }

    /// <summary>Until when it is to be kept by its own word, as stamped when it was made or put off since; null when it has none.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Until when nobody may delete it, as stamped; null when it has no stamp and the plan's days count.</summary>
    public DateTimeOffset? LockedUntil { get; init; }

    /// <summary>Whether somebody holds it until they say otherwise.</summary>
    public bool LegalHold { get; init; }

    /// <summary>Whether something is being restored from it, or copied.</summary>
    public bool InUse { get; init; }

    /// <summary>Whether it can be restored from at all.</summary>
    public bool IsUsable => State is RetainedState.Completed or RetainedState.PartiallyFailed;
}
