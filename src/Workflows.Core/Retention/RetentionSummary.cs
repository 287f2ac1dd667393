namespace Workflows.Core.Retention;

/// <summary>What became of the backups of a plan.</summary>
/// <param name="Plan">The plan's name.</param>
/// <param name="Deleted">How many were deleted.</param>
/// <param name="Kept">How many stay by their plan's word.</param>
/// <param name="Names">The first of those that were deleted, in order.</param>
/// <param name="NotDeleted">The first of those that should go and are still there, each with the reason.</param>
/// <param name="Failures">How many of those there are.</param>
public sealed record RetentionSummary(
    string Plan, int Deleted, int Kept, IReadOnlyList<string> Names, IReadOnlyList<RetentionFailure> NotDeleted, int Failures)
{
    /// <summary>The first of those that should be locked in their store and are not, each with the reason.</summary>
    public IReadOnlyList<RetentionFailure> NotLocked { get; init => field = value ?? []; } = [];
}

/// <param name="Name">The backup.</param>
/// <param name="Reason">Why, as a sentence.</param>
public sealed record RetentionFailure(string Name, string Reason);
