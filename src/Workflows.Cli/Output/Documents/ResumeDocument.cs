namespace Workflows.Cli.Output.Documents;

/// <summary><c>resume</c>.</summary>
/// <param name="Runs">What was continued, in the order it was done.</param>
internal sealed record ResumeDocument(IReadOnlyList<ResumedRunDocument> Runs);

/// <param name="Kind"><c>Backup</c> or <c>Restore</c>.</param>
/// <param name="Name">The backup's or the restore's name.</param>
/// <param name="ExitCode">What the command that began it would have ended with.</param>
/// <param name="Result">The document that command would have printed; absent when it failed.</param>
/// <param name="Error">Why it failed; absent when it did not.</param>
internal sealed record ResumedRunDocument(
    string Kind, string Name, int ExitCode, object? Result, Errors.CliError? Error);
