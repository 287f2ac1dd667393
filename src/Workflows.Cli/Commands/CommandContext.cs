using System.CommandLine;
using Workflows.Cli.Environments;
using Workflows.Cli.Output;

namespace Workflows.Cli.Commands;

/// <summary>What a command has at hand while it runs.</summary>
internal sealed record CommandContext(
    CliEnvironment Environment, CliServices Services, GlobalSettings Settings, ParseResult Parse)
{
    public Notices Notices { get; } = new(Environment, Settings.Format, Settings.Quiet);
}
