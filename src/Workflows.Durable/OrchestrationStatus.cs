namespace Workflows.Durable;

/// <summary>Where an instance stands, in Durable Functions' words.</summary>
public enum OrchestrationStatus
{
    Pending,
    Running,
    Suspended,
    Completed,
    Failed,
    Terminated,
}
