using Workflows.Durable;

namespace Workflows.Orchestrations.Events;

/// <summary>The orchestrators and activities of events, by the names that stand in histories.</summary>
public static class EventNames
{
    /// <summary>Notes that an event was handed to instances, so that it isn't when it comes again.</summary>
    public static readonly OrchestratorName<NotedEvent, int> NoteEvent = new("NoteEvent");
}
