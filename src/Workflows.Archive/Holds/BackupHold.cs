namespace Workflows.Archive.Holds;

/// <summary>Somebody's word that a backup stays, until they take it back. No time ends it, and no rule of a plan.</summary>
/// <param name="By">The machine or host that it was said on.</param>
/// <param name="At">When.</param>
public sealed record BackupHold(string By, DateTimeOffset At)
{
    /// <summary>Why, for those who find it; null where nobody said.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether it is being lifted: it counts until that has come to its end.</summary>
    public bool IsReleasing { get; init; }
}
