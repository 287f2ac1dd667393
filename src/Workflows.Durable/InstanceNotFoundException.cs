using Workflows.Core.Errors;

namespace Workflows.Durable;

/// <summary>No instance has this id.</summary>
public sealed class InstanceNotFoundException(string instanceId)
    : WorkflowsException(ErrorKind.NotFound, $"There is no orchestration instance '{instanceId}'.")
{
    public string InstanceId { get; } = instanceId;
}
