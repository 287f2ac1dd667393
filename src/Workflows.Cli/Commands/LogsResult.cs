using Workflows.Cli.Errors;
using Workflows.Cli.Output;
using Workflows.Cli.Output.Documents;

namespace Workflows.Cli.Commands;

/// <summary>Logs as they are, line by line.</summary>
internal static class LogsResult
{
    public static CommandResult Of(LogsDocument document) => new(
        document,
        output =>
        {
            foreach (var line in document.Lines)
            {
                output.Line(line);
            }
        },
        ExitCodes.Done);
}
