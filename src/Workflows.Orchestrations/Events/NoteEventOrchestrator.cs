using Workflows.Durable;

namespace Workflows.Orchestrations.Events;

/// <summary>
/// Does nothing: that there is an instance of its id is what is noted, and it is forgotten with all others that have
/// ended. The result is how many instances got the event.
/// </summary>
public sealed class NoteEventOrchestrator : Orchestrator<NotedEvent, int>
{
    public override Task<int> RunAsync(OrchestrationContext context, NotedEvent input) => Task.FromResult(input.Instances);
}
