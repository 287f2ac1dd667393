using Workflows.Core.Errors;

namespace Workflows.Engine;

/// <summary>This program does not know the orchestrator, or not in the version that an instance began with.</summary>
/// <param name="orchestrator">The name asked for.</param>
/// <param name="version">The version; null when any would do.</param>
public sealed class OrchestratorNotRegisteredException(string orchestrator, int? version = null)
    : WorkflowsException(
        ErrorKind.Usage,
        version is null
            ? $"There is no orchestrator '{orchestrator}' in this program."
            : $"Version {version} of orchestrator '{orchestrator}' is not in this program, and instances keep the "
              + "version that they began with. They wait: start a program that has it, or terminate them.")
{
    public string Orchestrator { get; } = orchestrator;

    public int? Version { get; } = version;
}
