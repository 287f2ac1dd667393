using System.Text.Json.Nodes;
using Workflows.Scenarios.Clusters;

namespace Workflows.Scenarios.Snapshots;

/// <summary>The kinds of snapshots of groups, and a class of the driver's.</summary>
internal static class GroupKinds
{
    public const string Api = "/apis/groupsnapshot.storage.k8s.io/v1beta2";

    public const string Groups = $"{Api}/volumegroupsnapshots";

    public const string Contents = $"{Api}/volumegroupsnapshotcontents";

    private const string Definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

    private static readonly (string Plural, string Kind, string Scope)[] Kinds =
    [
        ("volumegroupsnapshots", "VolumeGroupSnapshot", "Namespaced"),
        ("volumegroupsnapshotcontents", "VolumeGroupSnapshotContent", "Cluster"),
        ("volumegroupsnapshotclasses", "VolumeGroupSnapshotClass", "Cluster"),
    ];

    public static async Task InstallAsync(Cluster cluster)
    {
        foreach (var (plural, kind, scope) in Kinds)
        {
            await cluster.ApplyAsync($$"""
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata:
                  name: {{plural}}.groupsnapshot.storage.k8s.io
                  annotations: { api-approved.kubernetes.io: "unapproved, for tests only" }
                spec:
                  group: groupsnapshot.storage.k8s.io
                  scope: {{scope}}
                  names: { plural: {{plural}}, singular: {{kind.ToLowerInvariant()}}, kind: {{kind}}, listKind: {{kind}}List }
                  versions:
                  - name: v1beta2
                    served: true
                    storage: true
                    subresources: { {{(kind == "VolumeGroupSnapshotClass" ? "" : "status: {}")}} }
                    schema: { openAPIV3Schema: { type: object, x-kubernetes-preserve-unknown-fields: true } }
                """);
        }

        foreach (var (plural, _, _) in Kinds)
        {
            await TestNamespaces.UntilAsync($"{plural} are served", async () => await cluster.FindAsync($"{Api}/{plural}") is not null);
        }

        await cluster.ApplyAsync($$"""
            apiVersion: groupsnapshot.storage.k8s.io/v1beta2
            kind: VolumeGroupSnapshotClass
            metadata: { name: {{CopyingDriver.SnapshotClass}} }
            driver: {{CopyingDriver.Name}}
            deletionPolicy: Delete
            """);
    }

    public static async Task RemoveAsync(Cluster cluster)
    {
        foreach (var kind in (string[])[Groups, Contents])
        {
            // Nobody is left who would take the finalizers off what a test keeps.
            foreach (var kept in await cluster.ListAsync(kind))
            {
                var ns = kept["metadata"]!["namespace"] is { } name ? $"{Api}/namespaces/{name}/volumegroupsnapshots" : kind;
                await cluster.MergePatchAsync(
                    $"{ns}/{kept["metadata"]!["name"]}", JsonNode.Parse("""{"metadata": {"finalizers": null} }""")!);
            }
        }

        foreach (var (plural, _, _) in Kinds)
        {
            var path = $"{Definitions}/{plural}.groupsnapshot.storage.k8s.io";
            await cluster.DeleteAsync(path);
            await TestNamespaces.UntilAsync($"{path} is gone", async () => await cluster.FindAsync(path) is null);
        }
    }
}
