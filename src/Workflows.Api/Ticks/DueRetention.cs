using Microsoft.Extensions.Logging;
using Workflows.Activities.Retention;

namespace Workflows.Api.Ticks;

/// <summary>Starts retention for each declared plan, once an hour.</summary>
public sealed class DueRetention(RetentionTick retention, IHostLog log) : ITick
{
    public async Task TickAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var started in await retention.RunAsync(cancellationToken))
        {
            log.Write(LogLevel.Information, "retention", ("instance", started));
        }
    }
}
