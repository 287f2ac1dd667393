namespace Workflows.Api.Documents;

/// <summary><c>restore create</c>.</summary>
/// <param name="Restore">The restore, as <c>restore get</c> lists it.</param>
/// <param name="DurationSeconds">From the run's beginning to its report, interruptions included.</param>
/// <param name="Problems">The report's problems, errors first.</param>
/// <param name="Failed">The objects that should be there and are not, each with the reason.</param>
public sealed record RestoreCreatedDocument(
    RestoreDocument Restore,
    double DurationSeconds,
    IReadOnlyList<ProblemDocument> Problems,
    IReadOnlyList<OutcomeDocument> Failed);

/// <param name="Resource"><c>plural.group</c>.</param>
/// <param name="Namespace">Absent for objects outside namespaces.</param>
/// <param name="Name">The object's name in the cluster.</param>
/// <param name="Outcome"><c>Created</c>, <c>Unchanged</c>, <c>Updated</c>, <c>Skipped</c> or <c>Failed</c>.</param>
/// <param name="Reason">Why; absent where there is nothing to say.</param>
public sealed record OutcomeDocument(
    string Resource, string? Namespace, string Name, Core.Restores.RestoreOutcome Outcome, string? Reason);
