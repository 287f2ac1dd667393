using System.CommandLine;
using Workflows.Cli.Output;

namespace Workflows.Cli.Commands;

/// <summary>A command that does something, with what its help teaches.</summary>
internal abstract class CliCommand : Command
{
    protected CliCommand(CliApplication application, string name, string description)
        : base(name, description) =>
        SetAction((parse, cancellationToken) => CommandEdge.RunAsync(application, this, parse, cancellationToken));

    /// <summary>What the command changes, in one sentence: on the cluster, in the store, on this machine.</summary>
    public abstract string Changes { get; }

    /// <summary>Command lines that work, each with what it is for.</summary>
    public abstract IReadOnlyList<CommandExample> Examples { get; }

    /// <exception cref="Core.Errors.WorkflowsException">It could not be done; the edge says why.</exception>
    public abstract Task<CommandResult> ExecuteAsync(CommandContext context, CancellationToken cancellationToken);
}
