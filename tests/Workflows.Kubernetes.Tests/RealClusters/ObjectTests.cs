using System.Text;
using System.Text.Json.Nodes;
using Workflows.Core.Errors;
using Workflows.Kubernetes.Tests.Servers;

namespace Workflows.Kubernetes.Tests.RealClusters;

[Collection(RealClusterCollection.Name)]
public class ObjectTests(RealCluster cluster)
{
    private ClusterClient Client => cluster.Client;

    private string Namespace => cluster.Namespace;

    [RealClusterFact]
    public async Task Created_object_is_found_and_a_second_create_says_it_exists()
    {
        var created = await cluster.CreateConfigMapAsync("created", """{"a":"1"}""");
        var found = await Client.GetAsync(TestClients.ConfigMaps, Namespace, "created", CancellationToken.None);

        Assert.True(JsonNode.DeepEquals(created.Node(), found.Node()));
        var error = await Assert.ThrowsAsync<KubernetesApiException>(() => cluster.CreateConfigMapAsync("created"));
        Assert.True(error.IsAlreadyExists);
        Assert.Equal(ErrorKind.Conflict, error.Kind);
    }

    [RealClusterFact]
    public async Task Find_gives_null_and_get_throws_for_what_is_not_there()
    {
        Assert.Null(await Client.FindAsync(TestClients.ConfigMaps, Namespace, "absent", CancellationToken.None));
        var error = await Assert.ThrowsAsync<KubernetesApiException>(
            () => Client.GetAsync(TestClients.ConfigMaps, Namespace, "absent", CancellationToken.None));

        Assert.True(error.IsNotFound);
        Assert.Equal(("get", "absent", Namespace), (error.Verb, error.Name, error.Namespace));
    }

    [RealClusterFact]
    public async Task Replace_of_an_old_version_is_a_conflict()
    {
        var old = (await cluster.CreateConfigMapAsync("replaced")).Node();
        old["data"] = new JsonObject { ["a"] = "1" };
        var body = Encoding.UTF8.GetBytes(old.ToJsonString());

        await Client.ReplaceAsync(TestClients.ConfigMaps, Namespace, "replaced", body, null, CancellationToken.None);
        old["data"]!["a"] = "2";
        var error = await Assert.ThrowsAsync<KubernetesApiException>(() => Client.ReplaceAsync(
            TestClients.ConfigMaps, Namespace, "replaced", Encoding.UTF8.GetBytes(old.ToJsonString()), null,
            CancellationToken.None));

        Assert.True(error.IsConflict);
        Assert.False(error.IsAlreadyExists);
    }

    [RealClusterFact]
    public async Task Every_type_of_patch_changes_what_it_says()
    {
        await cluster.CreateConfigMapAsync("patched", """{"a":"1"}""");

        await PatchAsync(PatchType.JsonPatch, """[{"op":"replace","path":"/data/a","value":"2"}]""");
        await PatchAsync(PatchType.MergePatch, """{"data":{"b":"3"}}""");
        await PatchAsync(PatchType.StrategicMergePatch, """{"metadata":{"finalizers":["test.example/one"]}}""");
        await PatchAsync(PatchType.StrategicMergePatch, """{"metadata":{"finalizers":["test.example/two"]}}""");
        var strategic = await PatchAsync(
            PatchType.ServerSideApply,
            """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"patched"},"data":{"c":"4"}}""",
            new WriteOptions { FieldManager = "tests" });

        var node = strategic.Node();
        Assert.Equal("""{"a":"2","b":"3","c":"4"}""", node["data"]!.ToJsonString());
        Assert.Equal(2, node["metadata"]!["finalizers"]!.AsArray().Count);
        await PatchAsync(PatchType.MergePatch, """{"metadata":{"finalizers":null}}""");
    }

    [RealClusterFact]
    public async Task Apply_over_anothers_field_conflicts_unless_forced()
    {
        await cluster.CreateConfigMapAsync("applied", """{"a":"1"}""");
        const string mine = """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"applied"},"data":{"a":"2"}}""";
        var options = new WriteOptions { FieldManager = "tests" };

        var error = await Assert.ThrowsAsync<KubernetesApiException>(
            () => PatchAsync(PatchType.ServerSideApply, mine, options, "applied"));
        Assert.True(error.IsConflict);
        Assert.Contains(error.Causes, cause => cause.Reason == "FieldManagerConflict");
        var forced = await PatchAsync(PatchType.ServerSideApply, mine, options with { Force = true }, "applied");

        Assert.Equal("2", (string?)forced.Node()["data"]!["a"]);
    }

    [RealClusterFact]
    public async Task Apply_without_a_field_manager_is_not_sent()
    {
        await Assert.ThrowsAsync<InvalidRequestException>(
            () => PatchAsync(PatchType.ServerSideApply, "{}", null, "applied"));
    }

    [RealClusterFact]
    public async Task Status_is_written_apart_from_the_object()
    {
        var quotas = await cluster.ResourceAsync("resourcequotas");
        await cluster.CreateAsync(quotas, Namespace, """{"metadata":{"name":"q"},"spec":{"hard":{"persistentvolumeclaims":"77"}}}""");

        var patched = await Client.PatchAsync(
            quotas, Namespace, "q", PatchType.MergePatch,
            """{"spec":{"hard":{"persistentvolumeclaims":"1"}},"status":{"hard":{"services":"5"}}}"""u8.ToArray(),
            new WriteOptions { Subresource = "status" }, CancellationToken.None);

        Assert.Equal("77", (string?)patched.Node()["spec"]!["hard"]!["persistentvolumeclaims"]);
        Assert.Equal("5", (string?)patched.Node()["status"]!["hard"]!["services"]);
    }

    [RealClusterFact]
    public async Task Dry_run_of_every_write_changes_nothing()
    {
        var dry = new WriteOptions { DryRun = true, FieldManager = "tests" };
        await Client.CreateAsync(
            TestClients.ConfigMaps, Namespace, """{"metadata":{"name":"dry"}}"""u8.ToArray(), dry, CancellationToken.None);
        Assert.Null(await Client.FindAsync(TestClients.ConfigMaps, Namespace, "dry", CancellationToken.None));

        var before = await cluster.CreateConfigMapAsync("wet");
        var patched = await PatchAsync(PatchType.MergePatch, """{"data":{"a":"1"}}""", dry, "wet");
        Assert.Equal("1", (string?)patched.Node()["data"]!["a"]);
        await Client.ReplaceAsync(
            TestClients.ConfigMaps, Namespace, "wet", """{"metadata":{"name":"wet"},"data":{"b":"1"}}"""u8.ToArray(), dry,
            CancellationToken.None);
        await Client.DeleteAsync(
            TestClients.ConfigMaps, Namespace, "wet", new DeleteOptions { DryRun = true }, CancellationToken.None);

        var after = await Client.GetAsync(TestClients.ConfigMaps, Namespace, "wet", CancellationToken.None);
        Assert.Equal(before.Revision(), after.Revision());
    }

    [RealClusterFact]
    public async Task Delete_holds_to_its_preconditions()
    {
        var created = await cluster.CreateConfigMapAsync("guarded");

        foreach (var wrong in new[]
        {
            new DeleteOptions { Uid = "00000000-0000-0000-0000-000000000000" },
            new DeleteOptions { Uid = created.Uid(), ResourceVersion = "1" },
        })
        {
            var error = await Assert.ThrowsAsync<KubernetesApiException>(() => Client.DeleteAsync(
                TestClients.ConfigMaps, Namespace, "guarded", wrong, CancellationToken.None));
            Assert.True(error.IsConflict);
        }

        await Client.DeleteAsync(
            TestClients.ConfigMaps, Namespace, "guarded",
            new DeleteOptions { Uid = created.Uid(), ResourceVersion = created.Revision(), GracePeriodSeconds = 0 },
            CancellationToken.None);
        Assert.Null(await Client.FindAsync(TestClients.ConfigMaps, Namespace, "guarded", CancellationToken.None));
    }

    [RealClusterFact]
    public async Task Foreground_deletion_keeps_the_object_until_its_dependents_are_gone()
    {
        var owner = (await cluster.CreateAsync(TestClients.ConfigMaps, Namespace, """{"metadata":{"name":"owner"}}""")).Node();
        await cluster.CreateAsync(TestClients.ConfigMaps, Namespace, $$"""
            {
              "metadata": {
                "name": "dependent",
                "finalizers": ["test.example/hold"],
                "ownerReferences": [{
                  "apiVersion": "v1", "kind": "ConfigMap", "name": "owner", "uid": "{{owner["metadata"]!["uid"]}}", "blockOwnerDeletion": true
                }]
              }
            }
            """);

        await Client.DeleteAsync(
            TestClients.ConfigMaps, Namespace, "owner",
            new DeleteOptions { Propagation = PropagationPolicy.Foreground }, CancellationToken.None);

        var held = await Client.GetAsync(TestClients.ConfigMaps, Namespace, "owner", CancellationToken.None);
        Assert.Contains("foregroundDeletion", held.Node()["metadata"]!["finalizers"]!.ToJsonString(), StringComparison.Ordinal);
        await PatchAsync(PatchType.MergePatch, """{"metadata":{"finalizers":null}}""", null, "dependent");
    }

    [RealClusterFact]
    public async Task Invalid_object_names_the_fields()
    {
        var services = await cluster.ResourceAsync("services");

        var error = await Assert.ThrowsAsync<KubernetesApiException>(() => cluster.CreateAsync(
            services, Namespace, """{"metadata":{"name":"Bad_Name"},"spec":{"ports":[{"port":0}]}}"""));

        Assert.True(error.IsInvalid);
        Assert.Contains(error.Causes, cause => cause.Field == "spec.ports[0].port");
    }

    [RealClusterFact]
    public async Task Refused_secret_is_not_quoted_in_the_error()
    {
        const string planted = "PLANTEDsecretVALUE";
        foreach (var body in new[]
        {
            $$$"""{"kind":"Secret","apiVersion":"v1","metadata":{"name":"s"},"data":{"k":"{{{planted}}}!!"}}""",
            $$$"""{"kind":"Secret","apiVersion":"v1","metadata":{"name":"s"},"stringData":{"k":["{{{planted}}}"]}}""",
            $$$"""{"kind":"Secret","apiVersion":"v1","metadata":{"name":"s"},"stringData":{"k":"{{{planted}}}"},"type":7}""",
        })
        {
            var error = await Assert.ThrowsAsync<KubernetesApiException>(
                () => cluster.CreateAsync(TestClients.Secrets, Namespace, body));
            Assert.Equal(400, error.HttpStatus);
            Assert.DoesNotContain(planted, error.ToString(), StringComparison.Ordinal);
        }
    }

    private Task<ObjectBytes> PatchAsync(
        PatchType type, string body, WriteOptions? options = null, string name = "patched") => Client.PatchAsync(
            TestClients.ConfigMaps, Namespace, name, type, Encoding.UTF8.GetBytes(body), options, CancellationToken.None);
}
