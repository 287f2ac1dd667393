using System.Text.Json.Nodes;
using Workflows.Scenarios.Clusters;

namespace Workflows.Scenarios.Snapshots;

/// <summary>The kinds of CSI snapshots, as far as tests need them: the fields are those of the real ones, unchecked.</summary>
internal static class SnapshotKinds
{
    public const string Snapshots = "/apis/snapshot.storage.k8s.io/v1/volumesnapshots";

    public const string Contents = "/apis/snapshot.storage.k8s.io/v1/volumesnapshotcontents";

    private static readonly (string Plural, string Kind, string Scope)[] Kinds =
    [
        ("volumesnapshots", "VolumeSnapshot", "Namespaced"),
        ("volumesnapshotcontents", "VolumeSnapshotContent", "Cluster"),
        ("volumesnapshotclasses", "VolumeSnapshotClass", "Cluster"),
    ];

    public static async Task InstallAsync(Cluster cluster)
    {
        foreach (var (plural, kind, scope) in Kinds)
        {
            await cluster.ApplyAsync($$"""
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata:
                  name: {{plural}}.snapshot.storage.k8s.io
                  annotations: { api-approved.kubernetes.io: "unapproved, for tests only" }
                spec:
                  group: snapshot.storage.k8s.io
                  scope: {{scope}}
                  names: { plural: {{plural}}, singular: {{kind.ToLowerInvariant()}}, kind: {{kind}}, listKind: {{kind}}List }
                  versions:
                  - name: v1
                    served: true
                    storage: true
                    subresources: { {{(kind == "VolumeSnapshotClass" ? "" : "status: {}")}} }
                    schema: { openAPIV3Schema: { type: object, x-kubernetes-preserve-unknown-fields: true } }
                """);
        }

        foreach (var (plural, _, _) in Kinds)
        {
            await TestNamespaces.UntilAsync(
                $"{plural} are served",
                async () => await cluster.FindAsync($"/apis/snapshot.storage.k8s.io/v1/{plural}") is not null);
        }
    }

    /// <summary>Waits until they are gone: kinds that are going are taken for kinds that are there.</summary>
    public static async Task RemoveAsync(Cluster cluster)
    {
        // Nobody is left who would take the finalizers off what a test keeps.
        foreach (var content in await cluster.ListAsync(Contents))
        {
            await cluster.MergePatchAsync(
                $"{Contents}/{content["metadata"]!["name"]}", JsonNode.Parse("""{"metadata": {"finalizers": null} }""")!);
        }

        var paths = Kinds.Select(kind => $"/apis/apiextensions.k8s.io/v1/customresourcedefinitions/{kind.Plural}.snapshot.storage.k8s.io").ToArray();
        foreach (var path in paths)
        {
            await cluster.DeleteAsync(path);
        }

        foreach (var path in paths)
        {
            await TestNamespaces.UntilAsync($"{path} is gone", async () => await cluster.FindAsync(path) is null);
        }
    }
}
