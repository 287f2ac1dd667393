namespace Workflows.Durable;

/// <summary>What an activity knows of the call that it serves.</summary>
/// <param name="InstanceId">The orchestration that called it.</param>
/// <param name="Name">The name it was called by.</param>
public sealed record ActivityContext(string InstanceId, string Name);
