using System.Text.Json.Nodes;
using Workflows.Activities.Tests.Clusters;
using Workflows.Activities.Tests.Restores.Support;
using Workflows.Archive.Tests.Support;
using Workflows.Core.Errors;
using Workflows.Core.Restores;
using Workflows.Faults.Connecting;
using Workflows.Faults.Rules;
using Workflows.Faults;

namespace Workflows.Activities.Tests.Restores;

/// <summary>What becomes of the objects of an archive, asked of a real API server; nothing is created.</summary>
public sealed class RestorePlannerTests : IDisposable
{
    private readonly RestoreRun run = new();

    public void Dispose() => run.Dispose();

    [ClusterFact]
    public async Task Two_namespaces_that_come_to_one_are_refused_with_the_objects_that_collide()
    {
        await run.BackUpAsync([TestObject.ConfigMap("wf-a", "settings"), TestObject.ConfigMap("wf-b", "settings")]);
        var spec = run.Spec() with { NamespaceMappings = Mapping(("wf-a", "wf-c"), ("wf-b", "wf-c")) };

        var refused = await Assert.ThrowsAsync<WorkflowsException>(() => run.PlanAsync(spec));

        Assert.Equal(ErrorKind.Usage, refused.Kind);
        Assert.Contains("configmaps/wf-a/settings", refused.Message, StringComparison.Ordinal);
        Assert.Contains("configmaps/wf-b/settings", refused.Message, StringComparison.Ordinal);
        Assert.Contains("configmaps/wf-c/settings", refused.Message, StringComparison.Ordinal);
    }

    [ClusterFact]
    public async Task What_a_controller_in_the_archive_makes_is_left_to_it()
    {
        var set = TestObject.Create("replicasets.apps", "apps/v1", "ReplicaSet", "wf-a", "web");
        await run.BackUpAsync(
        [
            set,
            Pod("web-1", "ReplicaSet", "web", "uid-replicasets.apps-wf-a-web"),
            Pod("orphan", "ReplicaSet", "gone", "uid-that-is-not-in-the-archive"),
        ]);
        var spec = run.Spec();

        var plan = await run.PlanAsync(spec);

        var items = await run.ItemsAsync(spec, plan);
        Assert.Equal(["orphan"], items.Where(item => item.Kind == "Pod").Select(item => item.Name));
        var left = Assert.Single(await run.NotRestoredAsync(spec, plan));
        Assert.Equal("It is left to its controller, ReplicaSet web.", left.Reason);
        Assert.Equal(RestoreOutcome.Skipped, left.Outcome);
    }

    [ClusterFact]
    public async Task A_kind_whose_group_does_not_say_what_it_serves_fails_with_what_it_said()
    {
        await using var proxy = FaultProxy.Start(TestCluster.Kubeconfig!);
        proxy.SetRules(1, new FaultRule(new Fault.Refused(403, "Forbidden", "nobody may ask for apps"))
        {
            Path = "^/apis/apps/v1$",
        });
        await run.BackUpAsync([TestObject.Create("deployments.apps", "apps/v1", "Deployment", "wf-a", "web")]);
        var spec = run.Spec(cluster: new([ProxyKubeconfig.Write(proxy, Path.Combine(run.Folder, "proxied"))], null));

        var plan = await run.PlanAsync(spec);

        var failed = Assert.Single(await run.NotRestoredAsync(spec, plan));
        Assert.Equal(RestoreOutcome.Failed, failed.Outcome);
        Assert.Contains("could not be found out", failed.Reason, StringComparison.Ordinal);
        Assert.Contains("nobody may ask for apps", failed.Reason, StringComparison.Ordinal);
    }

    [ClusterFact]
    public async Task A_kind_that_the_cluster_does_not_serve_fails_unless_the_backup_defines_it()
    {
        await run.BackUpAsync(
        [
            TestObject.Create("widgets.wf.example", "wf.example/v1", "Widget", "wf-a", "w"),
            TestObject.Create("gadgets.wf.example", "wf.example/v1", "Gadget", "wf-a", "g"),
            TestObject.Create(
                "customresourcedefinitions.apiextensions.k8s.io", "apiextensions.k8s.io/v1", "CustomResourceDefinition", null,
                "gadgets.wf.example"),
        ]);
        var spec = run.Spec();

        var plan = await run.PlanAsync(spec);

        var failed = Assert.Single(await run.NotRestoredAsync(spec, plan));
        Assert.Equal((RestoreOutcome.Failed, "w"), (failed.Outcome, failed.Key.Name));
        Assert.Contains("does not serve widgets.wf.example", failed.Reason, StringComparison.Ordinal);
        Assert.Contains(await run.ItemsAsync(spec, plan), item => item.Name == "g");
        Assert.Equal(1, plan.NotRestored.Failed);
        Assert.True(plan.Waves[0].HasDefinitions);
    }

    [ClusterFact]
    public async Task An_object_is_written_in_the_archived_version_or_else_in_the_one_that_the_cluster_prefers()
    {
        await run.BackUpAsync(
        [
            TestObject.Create("deployments.apps", "apps/v1", "Deployment", "wf-a", "new"),
            TestObject.Create("deployments.apps", "apps/v1beta2", "Deployment", "wf-a", "old"),
        ]);
        var spec = run.Spec();

        var items = await run.ItemsAsync(spec, await run.PlanAsync(spec));

        Assert.All(items.Where(item => item.Kind == "Deployment"), item => Assert.Equal("apps/v1", item.ApiVersion));
    }

    [ClusterFact]
    public async Task Namespaces_that_objects_need_come_as_archived_or_else_bare_and_only_where_there_are_none()
    {
        await run.BackUpAsync(
        [
            TestObject.Create("namespaces", "v1", "Namespace", null, "wf-kept"),
            TestObject.ConfigMap("wf-kept", "settings"),
            TestObject.ConfigMap("wf-lost", "settings"),
            TestObject.ConfigMap("default", "wf-settings"),
        ]);
        var spec = run.Spec() with { Selection = new() { IncludedResources = ["configmaps"] } };

        var items = await run.ItemsAsync(spec, await run.PlanAsync(spec));

        var namespaces = items.Where(item => item.Kind == "Namespace").ToDictionary(item => item.Name);
        Assert.Equal(["wf-kept", "wf-lost"], namespaces.Keys.Order());
        Assert.NotNull(namespaces["wf-kept"].Location);
        Assert.Null(namespaces["wf-lost"].Location);
    }

    [ClusterFact]
    public async Task A_namespace_of_the_cluster_itself_is_left_out_unless_it_is_named()
    {
        await run.BackUpAsync([TestObject.ConfigMap("kube-system", "wf-theirs"), TestObject.ConfigMap("wf-a", "ours")]);
        var all = run.Spec();
        var named = run.Spec("second") with { Selection = new() { IncludedNamespaces = ["kube-system"] } };

        var plan = await run.PlanAsync(all);

        Assert.DoesNotContain(await run.ItemsAsync(all, plan), item => item.Namespace == "kube-system");
        var left = Assert.Single(await run.NotRestoredAsync(all, plan));
        Assert.Contains("include it by name", left.Reason, StringComparison.Ordinal);
        Assert.Equal(
            ["wf-theirs"], (await run.ItemsAsync(named, await run.PlanAsync(named))).Select(item => item.Name));
    }

    [ClusterFact]
    public async Task With_a_selector_only_namespaces_that_something_goes_into_are_restored()
    {
        await run.BackUpAsync(
        [
            TestObject.Create("namespaces", "v1", "Namespace", null, "wf-a"),
            TestObject.Create("namespaces", "v1", "Namespace", null, "wf-b"),
            Labelled("wf-a", "wanted", "web"),
            Labelled("wf-b", "unwanted", "db"),
        ]);
        var spec = run.Spec() with { Selection = new() { LabelSelector = "app=web" } };

        var items = await run.ItemsAsync(spec, await run.PlanAsync(spec));

        Assert.Equal(["wf-a", "wanted"], items.Select(item => item.Name));
    }

    private static TestObject Pod(string name, string kind, string owner, string uid) => TestObject.Create(
        "pods", "v1", "Pod", "wf-a", name, o => o["metadata"]!["ownerReferences"] = new JsonArray(new JsonObject
        {
            ["apiVersion"] = "apps/v1", ["kind"] = kind, ["name"] = owner, ["uid"] = uid, ["controller"] = true,
        }));

    private static TestObject Labelled(string ns, string name, string app) => TestObject.Create(
        "configmaps", "v1", "ConfigMap", ns, name, o => o["metadata"]!["labels"] = new JsonObject { ["app"] = app });

    private static Dictionary<string, string> Mapping(params (string From, string To)[] pairs) =>
        pairs.ToDictionary(pair => pair.From, pair => pair.To, StringComparer.Ordinal);
}
