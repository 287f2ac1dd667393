using Workflows.Api.Ticks;
using Workflows.Durable;

namespace Workflows.Cli.Serving;

/// <summary>Forgets instances that ended long ago; what they made stays in the store.</summary>
internal sealed class EndedInstances(OrchestrationClient client, TimeSpan keep) : ITick
{
    private static readonly OrchestrationQuery Ended = new()
    {
        Statuses = [OrchestrationStatus.Completed, OrchestrationStatus.Failed, OrchestrationStatus.Terminated],
    };

    public async Task TickAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await foreach (var state in client.QueryAsync(Ended, cancellationToken))
        {
            if (state.LastUpdatedAt < now - keep)
            {
                await client.PurgeAsync(state.InstanceId, cancellationToken);
            }
        }
    }
}
