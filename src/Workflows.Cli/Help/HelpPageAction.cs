using System.CommandLine;
using System.CommandLine.Invocation;
using Workflows.Cli.Environments;
using Workflows.Cli.Errors;

namespace Workflows.Cli.Help;

/// <summary><c>--help</c>.</summary>
internal sealed class HelpPageAction(HelpText help, CliEnvironment environment) : SynchronousCommandLineAction
{
    /// <summary>Help is given whatever else is wrong with the line.</summary>
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        ArgumentNullException.ThrowIfNull(parseResult);
        help.Write(parseResult.CommandResult.Command, environment.Out, environment.Width);
        environment.Out.Flush();
        return ExitCodes.Done;
    }
}
