using Workflows.Core.Events;
using Workflows.Durable;

namespace Workflows.Orchestrations.Events;

/// <summary>The orchestrators and activities of events, by the names that stand in histories.</summary>
public static class EventNames
{
    /// <summary>Notes that an event was handed to instances, so that it isn't when it comes again.</summary>
    public static readonly OrchestratorName<NotedEvent, int> NoteEvent = new("NoteEvent");

    /// <summary>Tells others of an event, as long as it takes and as often.</summary>
    public static readonly OrchestratorName<OutgoingEvent, bool> PublishEvent = new("PublishEvent");

    /// <summary>Sends an event to the host's endpoint.</summary>
    public static readonly ActivityName<OutgoingEvent, bool> SendEvent = new("SendEvent");
}
