using Workflows.Activities.Restores.Planning;
using Workflows.Core.Resources;
using Workflows.Durable;
using Workflows.Orchestrations.Restores;

namespace Workflows.Activities.Restores;

/// <summary>
/// Tells how many definitions of a wave are not established. An instance posted before that is refused, or worse,
/// accepted and pruned.
/// </summary>
public sealed class CountUnservedKindsActivity(ActivityServices services) : Activity<WaveInput, int>
{
    /// <inheritdoc/>
    public override async Task<int> RunAsync(
        ActivityContext context, WaveInput input, CancellationToken cancellationToken)
    {
        var client = services.Clusters.Get(input.Spec.Cluster);
        var discovery = await client.DiscoverAsync(cancellationToken);
        var served = discovery.Resources
            .Select(resource => resource.GroupResource.ToString())
            .ToHashSet(StringComparer.Ordinal);
        var documents = RestoreDocuments.Create(services, input.Spec, input.PlanId);
        var unserved = 0;
        for (var chunk = 0; chunk < input.Wave.Chunks; chunk++)
        {
            var items = await documents.ReadChunkAsync(input.Wave.Number, chunk, cancellationToken);
            unserved += items.Count(item =>
                item.Key.Resource == KnownResources.CustomResourceDefinitions && !served.Contains(item.Name));
        }

        return unserved;
    }
}
