namespace Workflows.Api.Documents;

/// <summary><c>backup create</c>.</summary>
/// <param name="Backup">The backup, as <c>backup get</c> lists it.</param>
/// <param name="Store">The store it is in.</param>
/// <param name="DurationSeconds">From the run's beginning to the backup's completion, interruptions included.</param>
/// <param name="PlainBytes">The archive's length unpacked.</param>
/// <param name="Parts">How many parts it was captured in.</param>
/// <param name="Revisions">
/// The revisions that lists were read at; more than one means mixed, none that each was read as it was.
/// </param>
/// <param name="Problems">The report's problems, errors first.</param>
public sealed record BackupCreatedDocument(
    BackupDocument Backup,
    string Store,
    double DurationSeconds,
    long PlainBytes,
    int Parts,
    IReadOnlyList<string> Revisions,
    IReadOnlyList<ProblemDocument> Problems);
