namespace Workflows.Api.Documents;

/// <summary>A backup in a list, or a run that is to become one.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Phase">
/// <c>Completed</c>, <c>PartiallyFailed</c>; <c>InProgress</c> and <c>Interrupted</c> for a run, which has no
/// numbers yet; <c>Damaged</c>.
/// </param>
public sealed record BackupDocument(string Name, string Phase)
{
    public const string InProgress = "InProgress";
    public const string Interrupted = "Interrupted";

    /// <summary>The manifest can't be read; <c>backup verify</c> says why.</summary>
    public const string Damaged = "Damaged";

    /// <summary>When its run began.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>Until when it is to be kept.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Until when nobody may delete it; absent where it has no such stamp.</summary>
    public DateTimeOffset? LockedUntil { get; init; }

    /// <summary>The plan that it was made by; absent for one that a person made.</summary>
    public string? Plan { get; init; }

    public long? Objects { get; init; }

    /// <summary>The archive's length in the store.</summary>
    public long? Bytes { get; init; }

    public int? Warnings { get; init; }

    public int? Errors { get; init; }

    /// <summary>True where a key is needed to read it; else absent.</summary>
    public bool? Encrypted { get; init; }
}
