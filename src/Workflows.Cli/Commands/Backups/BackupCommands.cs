using System.CommandLine;

namespace Workflows.Cli.Commands.Backups;

/// <summary><c>workflows backup …</c>.</summary>
internal static class BackupCommands
{
    public static Command Create(CliApplication application) => new CommandGroup(
        "backup",
        "Backs up clusters and looks after the backups.",
        new BackupCreateCommand(application),
        new BackupGetCommand(application),
        new BackupDescribeCommand(application),
        new BackupLogsCommand(application),
        new BackupVerifyCommand(application),
        new BackupCompareCommand(application),
        new BackupDownloadCommand(application),
        new BackupExportCommand(application),
        new BackupCopyCommand(application),
        new BackupHoldCommand(application),
        new BackupReleaseCommand(application),
        new BackupDeleteCommand(application));
}
