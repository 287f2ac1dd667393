using Workflows.Core.Volumes;

namespace Workflows.Api.Documents;

/// <param name="Namespace">The claim's namespace.</param>
/// <param name="Claim">The claim's name.</param>
/// <param name="State"><c>Completed</c>, <c>Skipped</c> or <c>Failed</c>.</param>
/// <param name="Bytes">Bytes of its files' data.</param>
public sealed record ArchivedVolumeDocument(string Namespace, string Claim, string State, long Bytes)
{
    /// <summary>Bytes that a backup added to the store for it; absent for a restore.</summary>
    public long? StoredBytes { get; init; }

    /// <summary>The backup of its volume, for <c>volume</c> commands; absent where there is none.</summary>
    public string? Record { get; init; }

    /// <summary>The snapshot that holds its data; absent where none does.</summary>
    public SnapshotDocument? Snapshot { get; init; }

    /// <summary>The claim of its namespace whose data is restored into it, too; absent for one with data of its own.</summary>
    public string? CopyOf { get; init; }

    /// <summary>Why its data was not moved, or what to know of it; absent for nothing.</summary>
    public string? Reason { get; init; }

    public static ArchivedVolumeDocument Of(ArchivedClaim volume)
    {
        ArgumentNullException.ThrowIfNull(volume);
        return new(volume.Namespace, volume.Claim, volume.State.ToString(), volume.Bytes)
        {
            StoredBytes = volume.StoredBytes,
            Record = volume.Record,
            Snapshot = SnapshotDocument.Of(volume.Snapshot),
            CopyOf = volume.CopyOf,
            Reason = volume.Reason,
        };
    }

    public static ArchivedVolumeDocument Of(ClaimOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        return new(outcome.Claim.Namespace, outcome.Claim.Name, outcome.State.ToString(), outcome.Bytes)
        {
            Record = outcome.Record,
            Snapshot = SnapshotDocument.Of(outcome.Snapshot),
            Reason = outcome.Reason,
        };
    }
}
