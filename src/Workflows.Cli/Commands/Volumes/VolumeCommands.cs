using System.CommandLine;

namespace Workflows.Cli.Commands.Volumes;

/// <summary><c>workflows volume …</c>.</summary>
internal static class VolumeCommands
{
    public static Command Create(CliApplication application) => new CommandGroup(
        "volume",
        "Backs up, restores and looks into directory trees, as volumes of a cluster are.",
        new VolumeBackupCommand(application),
        new VolumeGetCommand(application),
        new VolumeListCommand(application),
        new VolumeCatCommand(application),
        new VolumeVerifyCommand(application),
        new VolumeRestoreCommand(application),
        new VolumeDeleteCommand(application));
}
