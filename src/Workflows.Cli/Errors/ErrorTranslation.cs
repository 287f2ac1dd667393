using Workflows.Core.Errors;
using Workflows.Core.Plans;

namespace Workflows.Cli.Errors;

/// <summary>The one place where an exception becomes a sentence and an exit code.</summary>
internal static class ErrorTranslation
{
    /// <param name="exception">What went wrong.</param>
    /// <param name="verbose">Whether all that is known is wanted.</param>
    /// <param name="interrupted">Whether somebody asked the program to stop.</param>
    public static CliError Translate(Exception exception, bool verbose, bool interrupted)
    {
        var error = exception switch
        {
            RunInterruptedException stopped => Interrupted(stopped.Message),
            OperationCanceledException when interrupted => Interrupted("Stopped before it was done."),
            RunFailedException { IsDefect: true } failed => Defect(failed.ErrorType, failed.Message),
            PlanException plans => InFiles(plans),
            WorkflowsException known => new CliError(known.Kind.ToString(), known.Message, ExitCodes.Of(known.Kind)),
            IOException or UnauthorizedAccessException => new(
                nameof(ErrorKind.Failed),
                $"This machine refused to read or write a file: {exception.Message}",
                ExitCodes.Failed),
            _ => Defect(exception.GetType().FullName!, exception.Message),
        };
        return verbose && error.ExitCode != ExitCodes.Interrupted
            ? error with { Details = exception.ToString() }
            : error;
    }

    private static CliError Defect(string type, string message) => new(
        "Defect",
        $"This is a defect in Workflows, not something you did: {type}: {message} Please report it with the output of "
        + "the same command with --verbose.",
        ExitCodes.Failed);

    private static CliError InFiles(PlanException plans)
    {
        FileProblem[] problems =
        [
            .. plans.Problems.Select(problem => new FileProblem(
                problem.Source ?? "",
                problem.Line > 0 ? problem.Line : null,
                problem.Field.Length > 0 ? problem.Field : null,
                problem.Text)),
        ];
        return new(plans.Kind.ToString(), string.Join(' ', problems.Select(problem => problem.ToString())), ExitCodes.Of(plans.Kind))
        {
            Problems = problems,
        };
    }

    private static CliError Interrupted(string message) => new("Interrupted", message, ExitCodes.Interrupted);
}
