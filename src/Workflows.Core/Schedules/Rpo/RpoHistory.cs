namespace Workflows.Core.Schedules.Rpo;

/// <summary>What a plan's backups came to so far, for <see cref="RpoTarget"/>.</summary>
/// <param name="PlanCreated">When the plan was made.</param>
public sealed record RpoHistory(DateTimeOffset PlanCreated)
{
    /// <summary>The moment whose state the last good backup holds; null when there is none.</summary>
    public DateTimeOffset? LastGood { get; init; }

    /// <summary>When the last attempt after it was due, if that one failed; null otherwise.</summary>
    public DateTimeOffset? LastFailed { get; init; }

    /// <summary>How long a backup takes, by those before it.</summary>
    public TimeSpan Expected { get; init; } = TimeSpan.FromMinutes(10);
}
