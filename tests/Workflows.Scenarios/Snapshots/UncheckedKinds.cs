using System.Text.Json.Nodes;
using Workflows.Scenarios.Clusters;

namespace Workflows.Scenarios.Snapshots;

/// <summary>Kinds of a group as far as tests need them: the fields are those of the real ones, unchecked.</summary>
/// <param name="group">The API group.</param>
/// <param name="version">Its version.</param>
/// <param name="kinds">The kinds, their plurals, and whether they live in namespaces.</param>
internal sealed class UncheckedKinds(string group, string version, params (string Plural, string Kind, bool Namespaced)[] kinds)
{
    private readonly string api = $"/apis/{group}/{version}";

    public string PathOf(string plural) => $"{api}/{plural}";

    public async Task InstallAsync(Cluster cluster)
    {
        foreach (var (plural, kind, namespaced) in kinds)
        {
            await cluster.ApplyAsync($$"""
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata:
                  name: {{plural}}.{{group}}
                  annotations: { api-approved.kubernetes.io: "unapproved, for tests only" }
                spec:
                  group: {{group}}
                  scope: {{(namespaced ? "Namespaced" : "Cluster")}}
                  names: { plural: {{plural}}, singular: {{kind.ToLowerInvariant()}}, kind: {{kind}}, listKind: {{kind}}List }
                  versions:
                  - name: {{version}}
                    served: true
                    storage: true
                    subresources: { {{(kind.EndsWith("Class", StringComparison.Ordinal) ? "" : "status: {}")}} }
                    schema: { openAPIV3Schema: { type: object, x-kubernetes-preserve-unknown-fields: true } }
                """);
        }

        foreach (var (plural, _, _) in kinds)
        {
            await TestNamespaces.UntilAsync($"{plural} are served", async () => await cluster.FindAsync(PathOf(plural)) is not null);
        }
    }

    /// <summary>Waits until they are gone: kinds that are going are taken for kinds that are there.</summary>
    public async Task RemoveAsync(Cluster cluster)
    {
        foreach (var (plural, _, _) in kinds)
        {
            // Nobody is left who would take the finalizers off what a test keeps.
            foreach (var kept in await cluster.ListAsync(PathOf(plural)))
            {
                var at = kept["metadata"]!["namespace"] is { } ns ? $"{api}/namespaces/{ns}/{plural}" : PathOf(plural);
                await cluster.MergePatchAsync($"{at}/{kept["metadata"]!["name"]}", JsonNode.Parse("""{"metadata": {"finalizers": null} }""")!);
            }
        }

        var paths = kinds.Select(kind => $"/apis/apiextensions.k8s.io/v1/customresourcedefinitions/{kind.Plural}.{group}").ToArray();
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
