using System.CommandLine;

namespace Workflows.Cli.Commands.Retention;

/// <summary><c>workflows retention …</c>.</summary>
internal static class RetentionCommands
{
    public static Command Create(CliApplication application) => new CommandGroup(
        "retention", "Deletes backups that their plans keep no longer.", new RetentionRunCommand(application));
}
