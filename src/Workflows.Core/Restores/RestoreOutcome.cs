namespace Workflows.Core.Restores;

/// <summary>What became of an object of the backup.</summary>
public enum RestoreOutcome
{
    /// <summary>It was not there and is now.</summary>
    Created,

    /// <summary>It was there as archived.</summary>
    Unchanged,

    /// <summary>It was there, and was made as archived.</summary>
    Updated,

    /// <summary>It was left out on purpose; the reason says whose.</summary>
    Skipped,

    /// <summary>It should be there and is not.</summary>
    Failed,
}
