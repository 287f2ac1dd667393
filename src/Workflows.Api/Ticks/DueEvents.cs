using Microsoft.Extensions.Logging;
using Workflows.Activities.Events.Outgoing;

namespace Workflows.Api.Ticks;

/// <summary>Tells others of what has ended.</summary>
public sealed class DueEvents(EventOutbox outbox, IHostLog log) : ITick
{
    public async Task TickAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var begun in await outbox.RunAsync(cancellationToken))
        {
            log.Write(LogLevel.Information, "published", ("type", begun.Type), ("subject", begun.Subject), ("id", begun.Id));
        }
    }
}
