using System.CommandLine;

namespace Workflows.Cli.Commands.Keys;

/// <summary><c>workflows key …</c>.</summary>
internal static class KeyCommands
{
    public static Command Create(CliApplication application) => new CommandGroup(
        "key",
        "Makes keys that backups are encrypted with, and changes them.",
        new KeyCreateCommand(application),
        new KeyRotateCommand(application));
}
