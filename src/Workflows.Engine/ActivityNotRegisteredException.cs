using Workflows.Core.Errors;

namespace Workflows.Engine;

/// <summary>An orchestrator called an activity that this program does not have. Trying again does not help.</summary>
public sealed class ActivityNotRegisteredException(string activity)
    : WorkflowsException(ErrorKind.Usage, $"There is no activity '{activity}' in this program.")
{
    public string Activity { get; } = activity;
}
