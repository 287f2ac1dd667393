using System.CommandLine;
using Workflows.Cli.Errors;
using Workflows.Cli.Output;
using Workflows.Cli.Running;

namespace Workflows.Cli.Commands;

/// <summary>
/// The edge of the program: settings in, a result or an error out. Whatever goes wrong below is turned into a
/// sentence and an exit code here and nowhere else.
/// </summary>
internal static class CommandEdge
{
    public static async Task<int> RunAsync(
        CliApplication application, CliCommand command, ParseResult parse, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(application);
        ArgumentNullException.ThrowIfNull(command);
        using var interruption = new Interruption(application.Environment.Interrupts, cancellationToken);
        try
        {
            var settings = application.Globals.Read(parse, application.Environment);
            var context = new CommandContext(application.Environment, application.Services, settings, parse);
            var result = await command.ExecuteAsync(context, interruption.Token);
            new ResultWriter(application.Environment, settings.Format).Write(result);
            result.AfterPrinting?.Invoke();
            return result.ExitCode;
        }
        catch (Exception exception)
        {
            var error = ErrorTranslation.Translate(
                exception, application.Globals.ReadVerbose(parse), interruption.IsRequested);
            ErrorWriter.Write(application.Environment, application.Globals.ReadFormat(parse), error);
            if (exception is RunFailedException failed)
            {
                // Only once the failure was shown may the run be forgotten.
                failed.Forget();
            }

            return error.ExitCode;
        }
    }
}
