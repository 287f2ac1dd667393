using Workflows.Activities.Clusters;
using Workflows.Core.Errors;
using Workflows.Core.Resources;
using Workflows.Kubernetes;

namespace Workflows.Activities.Restores.Planning;

/// <summary>What the cluster to restore to serves and already has.</summary>
internal sealed class TargetCluster
{
    private readonly Dictionary<GroupResource, ApiResource> resources;
    private readonly IReadOnlyList<BrokenGroup> broken;
    private readonly HashSet<string> namespaces;

    private TargetCluster(string version, Discovery discovery, HashSet<string> namespaces, TargetStorage storage)
    {
        Version = version;
        Storage = storage;
        resources = discovery.Resources.ToDictionary(resource => resource.GroupResource);
        broken = discovery.Broken;
        this.namespaces = namespaces;
    }

    public string Version { get; }

    public TargetStorage Storage { get; }

    public static async Task<TargetCluster> SurveyAsync(ClusterClient client, CancellationToken cancellationToken)
    {
        var version = await client.GetVersionAsync(cancellationToken);
        var discovery = await client.DiscoverAsync(cancellationToken);
        return new(
            version.GitVersion,
            discovery,
            await NamespacesAsync(client, cancellationToken),
            new(client));
    }

    public ApiResource? Find(GroupResource resource) => resources.GetValueOrDefault(resource);

    /// <summary>Why it is not known what the cluster serves of a group; null where it is.</summary>
    public string? WhyUnknown(string group) => broken.FirstOrDefault(candidate => candidate.Group == group)?.Message;

    public bool HasNamespace(string name) => namespaces.Contains(name);

    private static async Task<HashSet<string>> NamespacesAsync(
        ClusterClient client, CancellationToken cancellationToken)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var resource = new ApiResource("", "v1", "namespaces", "Namespace", false, ["list"]);
        try
        {
            var items = ExactList.ItemsAsync(client, resource, revision: null, pageSize: 500, cancellationToken);
            await foreach (var item in items)
            {
                names.Add(ObjectHead.Read(item.ToObject().Json.Span).Name);
            }
        }
        catch (KubernetesApiException denied) when (denied.Kind == ErrorKind.Denied)
        {
            // Who may not list namespaces may still restore into one: creating those needed will then tell.
        }

        return names;
    }
}
