using Microsoft.DurableTask.Client;
using Workflows.Durable;
using Workflows.Functions.Durable;

namespace Workflows.Functions.Hosting;

/// <summary>The instances of this app's task hub, for callers.</summary>
/// <param name="registry">What can be started, in which version.</param>
/// <param name="time">The clock.</param>
public sealed class TaskHub(DurableRegistry registry, TimeProvider time)
{
    /// <summary>The hub over the client that the host handed to a call.</summary>
    public OrchestrationClient Open(DurableTaskClient client) => new HostedClient(client, registry, time);
}
