using System.CommandLine;

namespace Workflows.Cli.Commands.Restores;

/// <summary><c>workflows restore …</c>.</summary>
internal static class RestoreCommands
{
    public static Command Create(CliApplication application) => new CommandGroup(
        "restore",
        "Restores backups into clusters and tells what became of each object.",
        new RestoreCreateCommand(application),
        new RestoreGetCommand(application),
        new RestoreDescribeCommand(application),
        new RestoreLogsCommand(application),
        new RestoreDeleteCommand(application));
}
