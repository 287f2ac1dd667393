using System.CommandLine;

namespace Workflows.Cli.Commands;

/// <summary>A word that only gathers commands: <c>backup</c>, <c>restore</c>.</summary>
internal sealed class CommandGroup : Command
{
    public CommandGroup(string name, string description, params Command[] commands)
        : base(name, description)
    {
        foreach (var command in commands)
        {
            Subcommands.Add(command);
        }
    }
}
