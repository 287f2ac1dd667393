using Workflows.Activities;
using Workflows.Activities.Clusters;
using Workflows.Activities.Events.Outgoing;
using Workflows.Activities.Volumes.Snapshots;
using Workflows.Cli.Commands;
using Workflows.Clouds;
using Workflows.Durable;
using Workflows.Kubernetes;

namespace Workflows.Cli;

/// <summary>The product's real parts, put together.</summary>
internal static class Composition
{
    private static readonly TimeSpan LongestHook = TimeSpan.FromHours(6);

    public static CliServices CreateServices() => new()
    {
        LocateCluster = (kubeconfig, context) => ClusterConnection.Locate(kubeconfig, context),
        CheckCluster = async (reference, cancellationToken) =>
        {
            using var client = new ClusterClient(CloudAccess.Machine.Connect(reference));
            return (await client.GetVersionAsync(cancellationToken)).GitVersion;
        },
        ReviewAccess = async (reference, request, cancellationToken) =>
        {
            using var client = new ClusterClient(CloudAccess.Machine.Connect(reference));
            return await new AccessReview(client).RunAsync(request, cancellationToken);
        },
        RemoveSnapshots = async (reference, removal, time, cancellationToken) =>
        {
            using var services = new ActivityServices(time);
            return await new SnapshotRemover(services).RunAsync(reference, removal, cancellationToken);
        },
        AddActivities = (registry, time) => Add(registry, time, Environment.MachineName, events: null),
        AddServedActivities = Add,
        LongestHook = LongestHook,
    };

    private static ActivityServices Add(DurableRegistry registry, TimeProvider time, string host, EventEndpoint? events)
    {
        var services = new ActivityServices(time) { Host = host, LongestHook = LongestHook, Events = events };
        registry.AddWorkflowsActivities(services);
        return services;
    }
}
