namespace Workflows.Cli.Errors;

/// <summary>An error as the edge shows it.</summary>
/// <param name="Kind">The name of an <c>ErrorKind</c>, or <c>Interrupted</c>, or <c>Defect</c>.</param>
/// <param name="Message">One or two sentences: what was tried, on what, and what to do.</param>
/// <param name="ExitCode">The process's exit code.</param>
internal sealed record CliError(string Kind, string Message, int ExitCode)
{
    /// <summary>What is wrong in files that were given, where that is told place by place.</summary>
    public IReadOnlyList<FileProblem>? Problems { get; init; }

    /// <summary>The stack trace, with <c>--verbose</c> only.</summary>
    public string? Details { get; init; }
}
