namespace Workflows.Api.Documents;

/// <summary><c>backup delete</c>, <c>restore delete</c>.</summary>
/// <param name="Name">The backup's or restore's name.</param>
/// <param name="Deleted">Whether the store held the backup, or the restore's record.</param>
/// <param name="AbandonedRun">Whether an interrupted run of that name was given up.</param>
public sealed record DeletionDocument(string Name, bool Deleted, bool AbandonedRun)
{
    /// <summary>What stays with a storage system, and why, in a sentence; absent for nothing.</summary>
    public string? SnapshotsLeft { get; init; }
}
