namespace Workflows.Cli.Output.Documents;

/// <summary><c>backup delete</c>.</summary>
/// <param name="Name">The backup's name.</param>
/// <param name="Deleted">Whether the store held the backup.</param>
/// <param name="AbandonedRun">Whether an interrupted run of that name was given up.</param>
internal sealed record DeletionDocument(string Name, bool Deleted, bool AbandonedRun);
