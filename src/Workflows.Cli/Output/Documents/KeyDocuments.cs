namespace Workflows.Cli.Output.Documents;

/// <summary><c>key create</c>.</summary>
/// <param name="File">The key file.</param>
/// <param name="KeyId">The key's id, which is no secret.</param>
internal sealed record KeyDocument(string File, string KeyId);

/// <summary><c>key rotate</c>.</summary>
/// <param name="Store">The store.</param>
/// <param name="KeyId">The new key's id.</param>
/// <param name="Backups">What became of each backup, by name.</param>
/// <param name="Restores">What became of the record of each restore from an encrypted backup, by name.</param>
internal sealed record RotationDocument(
    string Store,
    string KeyId,
    IReadOnlyList<RotatedBackupDocument> Backups,
    IReadOnlyList<RotatedBackupDocument> Restores)
{
    /// <summary>What became of the key of each volume, by name; absent where there is none.</summary>
    public IReadOnlyList<RotatedBackupDocument>? Volumes { get; init; }
}

/// <param name="Name">The name of the backup, the restore or the volume.</param>
/// <param name="Outcome">
/// <c>Rotated</c>, <c>AlreadyNew</c> (it needed the new key before), <c>InUse</c> (a run works with the old one),
/// <c>NotFinished</c> (what a backup left that came to no end), <c>OtherKey</c> (neither key is its; left alone),
/// <c>Failed</c>.
/// </param>
/// <param name="Reason">Why, where it was not rotated; else absent.</param>
internal sealed record RotatedBackupDocument(string Name, string Outcome, string? Reason)
{
    public const string InUse = "InUse";
    public const string OtherKey = "OtherKey";
    public const string Failed = "Failed";
}
