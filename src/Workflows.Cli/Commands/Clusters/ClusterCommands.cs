using System.CommandLine;

namespace Workflows.Cli.Commands.Clusters;

/// <summary><c>workflows cluster …</c>.</summary>
internal static class ClusterCommands
{
    public static Command Create(CliApplication application) => new CommandGroup(
        "cluster",
        "Looks at the clusters that are backed up and restored to.",
        new ClusterCheckCommand(application));
}
