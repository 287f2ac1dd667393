namespace Workflows.Core.Restores;

/// <summary>How many objects came to which outcome.</summary>
public sealed record OutcomeCounts(int Created, int Unchanged, int Updated, int Skipped, int Failed)
{
    public static OutcomeCounts None { get; } = new(0, 0, 0, 0, 0);

    public int Total => Created + Unchanged + Updated + Skipped + Failed;

    public OutcomeCounts Plus(OutcomeCounts other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new(
            Created + other.Created,
            Unchanged + other.Unchanged,
            Updated + other.Updated,
            Skipped + other.Skipped,
            Failed + other.Failed);
    }

    public OutcomeCounts Plus(RestoreOutcome outcome) => outcome switch
    {
        RestoreOutcome.Created => this with { Created = Created + 1 },
        RestoreOutcome.Unchanged => this with { Unchanged = Unchanged + 1 },
        RestoreOutcome.Updated => this with { Updated = Updated + 1 },
        RestoreOutcome.Skipped => this with { Skipped = Skipped + 1 },
        _ => this with { Failed = Failed + 1 },
    };
}
