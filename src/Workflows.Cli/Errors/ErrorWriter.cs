using System.Text.Json;
using Workflows.Cli.Environments;
using Workflows.Cli.Output;
using Workflows.Cli.Output.Text;

namespace Workflows.Cli.Errors;

/// <summary>Writes an error on standard error: a sentence, or with <c>-o json</c> an object on one line.</summary>
internal static class ErrorWriter
{
    public static void Write(CliEnvironment environment, OutputFormat format, CliError error)
    {
        ArgumentNullException.ThrowIfNull(environment);
        if (format is OutputFormat.Json)
        {
            environment.Error.Write(JsonSerializer.Serialize(new ErrorDocument(error), DocumentJson.Line) + "\n");
        }
        else
        {
            var palette = new Palette(environment.AllowsColor(environment.ErrorIsTerminal));
            var label = error.ExitCode == ExitCodes.Interrupted ? "" : palette.Paint("error: ", Tone.Bad);
            foreach (var line in error.Problems?.Select(problem => problem.ToString()) ?? [error.Message])
            {
                environment.Error.Write(label + SafeText.Of(line) + "\n");
            }

            if (error.Details is not null)
            {
                WriteDetails(environment.Error, error.Details);
            }
        }

        environment.Error.Flush();
    }

    private static void WriteDetails(TextWriter writer, string details)
    {
        foreach (var line in details.ReplaceLineEndings("\n").Split('\n'))
        {
            writer.Write(SafeText.Of(line) + "\n");
        }
    }

    /// <summary>Errors stand under a name of their own, apart from the other lines of standard error.</summary>
    private sealed record ErrorDocument(CliError Error);
}
