namespace Workflows.Core.Backups;

/// <summary>What a backup that ended came to: the result of its orchestration.</summary>
/// <param name="Name">The backup's name.</param>
/// <param name="Phase">Whether anything is missing.</param>
/// <param name="Objects">How many objects are in the archive.</param>
/// <param name="Bytes">The archive's length in the store.</param>
/// <param name="PlainBytes">The archive's length unpacked.</param>
/// <param name="Parts">How many parts were captured.</param>
/// <param name="Warnings">How many warnings the report holds.</param>
/// <param name="Errors">How many errors the report holds.</param>
/// <param name="Revisions">
/// Every revision that lists were read at; more than one means mixed, none that each was read as it was.
/// </param>
public sealed record BackupSummary(
    string Name,
    BackupPhase Phase,
    long Objects,
    long Bytes,
    long PlainBytes,
    int Parts,
    int Warnings,
    int Errors,
    IReadOnlyList<string> Revisions);
