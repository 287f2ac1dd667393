using Workflows.Cli.Commands.Options;
using Workflows.Cli.Environments;

namespace Workflows.Cli.Commands;

/// <summary>What every command is built from.</summary>
/// <param name="Environment">The machine.</param>
/// <param name="Services">The rest of the product.</param>
/// <param name="Globals">The options all commands share.</param>
internal sealed record CliApplication(CliEnvironment Environment, CliServices Services, GlobalOptions Globals);
