using System.Text;
using System.Text.Json.Nodes;
using Workflows.Activities.Clusters;
using Workflows.Activities.Tests.Clusters;
using Workflows.Activities.Tests.Volumes.Snapshots.Groups;
using Workflows.Core.Resources;
using Workflows.Kubernetes;

namespace Workflows.Activities.Tests.Volumes.Snapshots;

/// <summary>
/// The kinds of snapshots on the API server of this run, without anybody who answers them: what a controller would do the
/// tests do. They come and go for the whole server, so that nothing else runs meanwhile.
/// </summary>
public sealed class SnapshotApi : IAsyncLifetime, IDisposable
{
    private static readonly ApiResource Definitions =
        new("apiextensions.k8s.io", "v1", "customresourcedefinitions", "CustomResourceDefinition", false, ["list"]);

    private static readonly ApiResource[] Served =
    [
        SnapshotKinds.Snapshots,
        SnapshotKinds.Contents,
        SnapshotKinds.Classes,
        GroupSnapshotKinds.Snapshots(GroupBench.Version),
        GroupSnapshotKinds.Contents(GroupBench.Version),
        GroupSnapshotKinds.Classes(GroupBench.Version),
    ];

    private readonly ActivityServices services = new(TimeProvider.System);

    private ClusterClient Client => services.Clusters.Get(TestCluster.Reference);

    public async Task InitializeAsync()
    {
        if (TestCluster.Kubeconfig is null)
        {
            return;
        }

        await RemoveAsync();
        foreach (var kind in Served)
        {
            await Client.CreateAsync(Definitions, null, Encoding.UTF8.GetBytes(DefinitionOf(kind).ToJsonString()), new(), default);
            await MoverBench.UntilAsync(async () => await IsServedAsync(kind));
        }
    }

    public async Task DisposeAsync()
    {
        if (TestCluster.Kubeconfig is not null)
        {
            await RemoveAsync();
        }
    }

    public void Dispose() => services.Dispose();

    private static string NameOf(ApiResource kind) => $"{kind.Plural}.{kind.Group}";

    private static JsonObject DefinitionOf(ApiResource kind) => JsonNode.Parse($$"""
        {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
         "metadata": {"name": "{{NameOf(kind)}}", "annotations": {"api-approved.kubernetes.io": "unapproved, for tests only"} },
         "spec": {"group": "{{kind.Group}}", "scope": "{{(kind.Namespaced ? "Namespaced" : "Cluster")}}",
          "names": {"plural": "{{kind.Plural}}", "singular": "{{kind.Kind.ToLowerInvariant()}}", "kind": "{{kind.Kind}}", "listKind": "{{kind.Kind}}List"},
          "versions": [{"name": "{{kind.Version}}", "served": true, "storage": true, "subresources": {"status": {} },
           "schema": {"openAPIV3Schema": {"type": "object", "x-kubernetes-preserve-unknown-fields": true} } }] } }
        """)!.AsObject();

    private async Task<bool> IsServedAsync(ApiResource kind)
    {
        try
        {
            using var page = await Client.ListPageAsync(kind, null, new() { Limit = 1 }, default);
            return true;
        }
        catch (KubernetesApiException early) when (early.IsNotFound)
        {
            return false;
        }
    }

    private async Task RemoveAsync()
    {
        foreach (var kind in Served)
        {
            try
            {
                await Client.DeleteAsync(Definitions, null, NameOf(kind), new(), default);
            }
            catch (KubernetesApiException gone) when (gone.IsNotFound)
            {
                continue;
            }

            await MoverBench.UntilAsync(async () => await Client.FindAsync(Definitions, null, NameOf(kind), default) is null);
        }
    }
}
