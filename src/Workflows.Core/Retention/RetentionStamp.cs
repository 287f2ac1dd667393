namespace Workflows.Core.Retention;

/// <summary>What a backup carries from its making on; both may only be put off.</summary>
/// <param name="ExpiresAt">Until when it is kept; null is for as long as other rules keep it.</param>
/// <param name="LockedUntil">Until when nobody may delete it; null is not at all.</param>
public sealed record RetentionStamp(DateTimeOffset? ExpiresAt, DateTimeOffset? LockedUntil)
{
    /// <summary>What is wrong with putting a stamp in the place of this one, a sentence each.</summary>
    public IReadOnlyList<string> ProblemsOfChange(RetentionStamp to)
    {
        ArgumentNullException.ThrowIfNull(to);
        var problems = new List<string>();
        if (LockedUntil is { } locked && !(to.LockedUntil >= locked))
        {
            problems.Add($"Nobody may delete it until {RetentionText.Moment(locked)}, and that can only be put off.");
        }

        if (to.ExpiresAt is { } expires && (ExpiresAt is null || expires < ExpiresAt))
        {
            problems.Add(ExpiresAt is { } before
                ? $"It is kept until {RetentionText.Moment(before)}, and that can only be put off."
                : "It does not expire, and can't be made to: delete it instead.");
        }

        if (to.ExpiresAt < to.LockedUntil)
        {
            problems.Add($"It can't expire while nobody may delete it, which is until {RetentionText.Moment(to.LockedUntil.Value)}.");
        }

        return problems;
    }
}
