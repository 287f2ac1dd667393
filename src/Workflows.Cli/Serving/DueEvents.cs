using Workflows.Activities.Events.Outgoing;

namespace Workflows.Cli.Serving;

/// <summary>Tells others of what has ended.</summary>
internal sealed class DueEvents(EventOutbox outbox, ServiceLog log) : ITick
{
    public async Task TickAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var begun in await outbox.RunAsync(cancellationToken))
        {
            log.Write(ServiceLog.Info, "published", ("type", begun.Type), ("subject", begun.Subject), ("id", begun.Id));
        }
    }
}
