using Workflows.Activities.Retention;

namespace Workflows.Cli.Serving;

/// <summary>Starts retention for each declared plan, once an hour.</summary>
internal sealed class DueRetention(RetentionTick retention, ServiceLog log) : ITick
{
    public async Task TickAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var started in await retention.RunAsync(cancellationToken))
        {
            log.Write(ServiceLog.Info, "retention", ("instance", started));
        }
    }
}
