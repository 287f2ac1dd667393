using Workflows.Core.Resources;
using Workflows.Core.Restores.Rules;
using Workflows.Kubernetes;

namespace Workflows.Activities.Hooks;

/// <summary>Follows pods to what a restore created: the controller of a pod, that one's controller, and so on.</summary>
internal sealed class RestoredOwners(ClusterClient client, string restore)
{
    private const int MostLevels = 6;

    private readonly Dictionary<string, ObjectHead?> known = new(StringComparer.Ordinal);
    private IReadOnlyList<ApiResource>? served;

    /// <summary>What the restore created, of all that made a pod; null where it created nothing of it.</summary>
    /// <param name="ns">The pod's namespace.</param>
    /// <param name="owner">The pod's controller.</param>
    /// <param name="cancellationToken">Ends the looking.</param>
    public async Task<ObjectHead?> FindAsync(string ns, ControllerOwner owner, CancellationToken cancellationToken)
    {
        if (!known.TryGetValue(owner.Uid, out var found))
        {
            found = await FollowAsync(ns, owner, cancellationToken);
            known[owner.Uid] = found;
        }

        return found;
    }

    private async Task<ObjectHead?> FollowAsync(string ns, ControllerOwner owner, CancellationToken cancellationToken)
    {
        for (var level = 0; level < MostLevels; level++)
        {
            // What a CronJob starts comes by its clock, and is no part of the restore.
            if (owner is { Kind: "CronJob" } || await ResourceAsync(owner, cancellationToken) is not { } resource)
            {
                return null;
            }

            var (json, head) = await ReadAsync(resource, ns, owner.Name, cancellationToken);
            if (head is null || head.Uid != owner.Uid)
            {
                return null;
            }

            if (RestoreOrigins.IsSurelyCreatedBy(restore, ManifestJson.Parse(json.Span, $"{owner.Kind} {ns}/{owner.Name}")))
            {
                return head;
            }

            if (head.Controller is not { } above)
            {
                return null;
            }

            owner = above;
        }

        return null;
    }

    /// <summary>Who may not look at it can't say that it was restored.</summary>
    private async Task<(ReadOnlyMemory<byte> Json, ObjectHead? Head)> ReadAsync(
        ApiResource resource, string ns, string name, CancellationToken cancellationToken)
    {
        try
        {
            return await client.FindAsync(resource, ns, name, cancellationToken) is { } found
                ? (found.Json, ObjectHead.Read(found.Json.Span))
                : (default, null);
        }
        catch (KubernetesApiException denied) when (denied.IsForbidden)
        {
            return (default, null);
        }
    }

    private async Task<ApiResource?> ResourceAsync(ControllerOwner owner, CancellationToken cancellationToken)
    {
        if (RestoredWorkloads.Find(owner.ApiVersion, owner.Kind) is { } usual)
        {
            return usual;
        }

        served ??= (await client.DiscoverAsync(cancellationToken)).Resources;
        var group = owner.ApiVersion.Contains('/', StringComparison.Ordinal) ? owner.ApiVersion.Split('/')[0] : "";
        return served.FirstOrDefault(resource => resource.Kind == owner.Kind && resource.Group == group && resource.Namespaced);
    }
}
