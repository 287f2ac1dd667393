using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Workflows.Activities.Tests.Clusters;
using Workflows.Activities.Tests.Restores.Support;
using Workflows.Archive.Manifests;
using Workflows.Archive.Tests.Support;
using Workflows.Core.Errors;
using Workflows.Core.Resources;
using Workflows.Core.Selection;

namespace Workflows.Activities.Tests.Restores;

/// <summary>Objects of the cluster that are restored because something in a chosen namespace needs them.</summary>
public sealed class RelatedEntriesTests : IDisposable
{
    private static readonly GroupResource Bindings = new("clusterrolebindings", "rbac.authorization.k8s.io");

    private readonly RestoreRun run = new();

    public void Dispose() => run.Dispose();

    [ClusterFact]
    public async Task Bindings_and_roles_come_with_the_service_accounts_that_they_bind()
    {
        await BackUpAsync([]);

        Assert.Equal(["builder", "viewer", "viewers"], await NamesAsync(new() { IncludedNamespaces = ["default"] }));
    }

    [ClusterFact]
    public async Task Who_restores_no_service_accounts_gets_none_of_their_rights()
    {
        await BackUpAsync([]);

        Assert.Equal(
            ["settings"],
            await NamesAsync(new() { IncludedNamespaces = ["default"], IncludedResources = ["configmaps"] }, "configmaps"));
        Assert.Equal(["builder", "viewer", "viewers"], await NamesAsync(
            new() { IncludedNamespaces = ["default"], IncludedResources = ["serviceaccounts"] }));
    }

    [ClusterTheory]
    [InlineData("""{ "subjects": [{ "kind": "ServiceAccount", "name": "builder", "namespace": "default" }] }""")]
    [InlineData("""{ "roleRef": "viewer", "subjects": [{ "kind": "ServiceAccount", "namespace": "default" }] }""")]
    [InlineData("""{ "roleRef": { "name": 7 }, "subjects": [{ "kind": "ServiceAccount", "namespace": "default" }] }""")]
    [InlineData("""{ "roleRef": { "name": "viewer" }, "subjects": "everybody" }""")]
    [InlineData("""{ "roleRef": { "name": "viewer" }, "subjects": ["everybody", 7, null, []] }""")]
    [InlineData("""{ "roleRef": { "name": "viewer" }, "subjects": [{ "kind": 1, "namespace": "default" }] }""")]
    [InlineData("""{ "roleRef": { "name": "viewer" }, "subjects": [{ "kind": "ServiceAccount", "namespace": 1 }] }""")]
    public async Task A_binding_that_is_not_written_as_one_binds_nobody(string content)
    {
        var hostile = (JsonObject)JsonNode.Parse(content)!;
        await BackUpAsync([TestObject.Create(
            Bindings.ToString(), "rbac.authorization.k8s.io/v1", "ClusterRoleBinding", null, "hostile", binding =>
            {
                foreach (var (name, value) in hostile)
                {
                    binding[name] = value?.DeepClone();
                }
            })]);

        Assert.Equal(["builder", "viewer", "viewers"], await NamesAsync(new() { IncludedNamespaces = ["default"] }));
    }

    [ClusterTheory]
    [InlineData("7")]
    [InlineData("""{ "volumeName": 7 }""")]
    [InlineData("""{ "volumeName": ["pv"] }""")]
    public async Task A_claim_that_is_not_written_as_one_has_no_volume(string spec)
    {
        await BackUpAsync([
            TestObject.Create("persistentvolumeclaims", "v1", "PersistentVolumeClaim", "default", "wf-claim", claim =>
                claim["spec"] = JsonNode.Parse(spec)),
            TestObject.Create("persistentvolumes", "v1", "PersistentVolume", null, "pv")]);

        Assert.Empty(await NamesAsync(
            new() { IncludedNamespaces = ["default"], IncludedResources = ["persistentvolumeclaims"] }, "persistentvolumes"));
    }

    [ClusterFact]
    public async Task A_binding_that_no_server_could_have_given_is_refused_by_its_name()
    {
        const string Twice = """{ "metadata": { "name": "hostile" }, "subjects": [], "subjects": [] }""";
        await BackUpAsync([new TestObject(Bindings, Encoding.UTF8.GetBytes(
            """{ "apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRoleBinding", """ + Twice[2..]))]);

        var refused = await Assert.ThrowsAsync<WorkflowsException>(
            () => run.PlanAsync(run.Spec() with { Selection = new() { IncludedNamespaces = ["default"] } }));

        Assert.Equal(ErrorKind.Damaged, refused.Kind);
        Assert.Contains($"{Bindings}/hostile", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>Two namespaces, one binding into each, and whatever else.</summary>
    private Task<ArchiveManifest> BackUpAsync(IReadOnlyList<TestObject> others) => run.BackUpAsync(
    [
        TestObject.ConfigMap("default", "settings"),
        TestObject.Create("serviceaccounts", "v1", "ServiceAccount", "default", "builder"),
        TestObject.Create("serviceaccounts", "v1", "ServiceAccount", "wf-other", "builder"),
        Role("viewer"),
        Role("editor"),
        Binding("viewers", "viewer", "default"),
        Binding("editors", "editor", "wf-other"),
        .. others,
    ]);

    private async Task<IReadOnlyList<string>> NamesAsync(ObjectSelection selection, params string[] resources)
    {
        string[] rights = ["serviceaccounts", "clusterroles.rbac.authorization.k8s.io", Bindings.ToString()];
        var spec = run.Spec($"r-{Guid.NewGuid():N}") with { Selection = selection };
        var items = await run.ItemsAsync(spec, await run.PlanAsync(spec));
        return [.. items.Where(item => rights.Concat(resources).Contains(item.Resource)).Select(item => item.Name).Order(StringComparer.Ordinal)];
    }

    private static TestObject Role(string name) => TestObject.Create(
        "clusterroles.rbac.authorization.k8s.io", "rbac.authorization.k8s.io/v1", "ClusterRole", null, name);

    private static TestObject Binding(string name, string role, string ns) => TestObject.Create(
        Bindings.ToString(), "rbac.authorization.k8s.io/v1", "ClusterRoleBinding", null, name, binding =>
        {
            binding["roleRef"] = JsonSerializer.SerializeToNode(new { kind = "ClusterRole", name = role });
            binding["subjects"] = JsonSerializer.SerializeToNode(
                new[] { new { kind = "ServiceAccount", name = "builder", @namespace = ns } });
        });
}
