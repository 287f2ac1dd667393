using System.CommandLine;

namespace Workflows.Cli.Commands.Volumes;

/// <summary>The name of a volume backup that exists.</summary>
internal static class VolumeNameArgument
{
    public static Argument<string> Create() => new("NAME") { Description = "The volume backup's name." };
}
