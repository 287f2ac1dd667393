using System.Text.Json.Nodes;
using Workflows.Activities.Clusters;
using Workflows.Activities.Volumes.Moving;
using Workflows.Core.Resources;
using Workflows.Core.Volumes;
using Workflows.Kubernetes;

namespace Workflows.Activities.Restores.Planning;

/// <summary>What the cluster to restore to has to make volumes of; asked for when somebody wants to know.</summary>
internal sealed class TargetStorage(ClusterClient client)
{
    private readonly MoverCluster cluster = new(client);

    /// <summary>The storage classes, by name; null where they may not be listed.</summary>
    public async Task<IReadOnlyCollection<string>?> FindClassesAsync(CancellationToken cancellationToken) =>
        (await ListAsync(ClusterKinds.StorageClasses, cancellationToken))?
            .Select(found => found["metadata"]!["name"]!.GetValue<string>())
            .Order(StringComparer.Ordinal)
            .ToArray();

    /// <summary>The classes of volumes that wait for a claim: such a class need not be there itself.</summary>
    public async Task<IReadOnlyCollection<string>?> FindClassesOfFreeVolumesAsync(CancellationToken cancellationToken) =>
        (await ListAsync(ClusterKinds.Volumes, cancellationToken))?
            .Where(volume => volume["status"]?["phase"]?.GetValue<string>() == "Available")
            .Select(volume => volume["spec"]?["storageClassName"]?.GetValue<string>())
            .OfType<string>()
            .ToHashSet(StringComparer.Ordinal);

    /// <summary>A claim as it is; null where it is not there.</summary>
    public Task<JsonObject?> FindClaimAsync(ClaimName claim, CancellationToken cancellationToken) =>
        cluster.FindAsync(ClusterKinds.Claims, claim.Namespace, claim.Name, cancellationToken);

    private async Task<IReadOnlyList<JsonObject>?> ListAsync(ApiResource kind, CancellationToken cancellationToken)
    {
        try
        {
            return await cluster.ListAsync(kind, null, null, null, cancellationToken);
        }
        catch (KubernetesApiException denied) when (denied.IsForbidden)
        {
            return null;
        }
    }
}
