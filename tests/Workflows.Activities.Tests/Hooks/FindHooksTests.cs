using System.Text.Json.Nodes;
using Workflows.Activities.Hooks;
using Workflows.Activities.Tests.Backups;
using Workflows.Activities.Tests.Clusters;
using Workflows.Core.Clusters;
using Workflows.Core.Hooks;
using Workflows.Core.Selection;

namespace Workflows.Activities.Tests.Hooks;

/// <summary>Pods of a real API server, whose phases the test sets: nothing runs them.</summary>
public sealed class FindHooksTests : IAsyncLifetime
{
    private const string Command = "pre.hook.backup.velero.io/command";

    private readonly LiveNamespace ns = LiveNamespace.Reserve();

    public Task InitializeAsync() => ns.MakeAsync();

    public Task DisposeAsync() => ns.DisposeAsync().AsTask();

    [ClusterFact]
    public async Task Running_pods_of_the_selection_that_name_hooks_are_found()
    {
        await CreateAsync("found", "Running", (Command, "sync"));
        await CreateAsync("ended", "Succeeded", (Command, "sync"));
        await CreateAsync("without", "Running", ("shop.example/hook", "sync"));
        await CreateAsync("half", "Running", ("pre.hook.backup.velero.io/timeout", "3s"));

        var search = await SearchAsync(TestCluster.Reference, Named(ns.Name));

        var found = Assert.Single(search.Found);
        Assert.Equal((ns.Name, "found"), (found.Namespace, found.Pod));
        Assert.Equal(["sync"], Assert.Single(found.Pre).Command);
        Assert.Empty(found.Post);
        Assert.Empty(search.Problems);
    }

    [ClusterFact]
    public async Task Pods_that_are_not_backed_up_have_no_hooks_run()
    {
        await CreateAsync("found", "Running", (Command, "sync"));

        Assert.Empty((await SearchAsync(TestCluster.Reference, Named(ns.Name) with { ExcludedResources = ["pods"] })).Found);
        Assert.Empty((await SearchAsync(TestCluster.Reference, Named(ns.Name) with { LabelSelector = "app=other" })).Found);
        await ns.MergeAsync(Pods, "found", """{ "metadata": { "labels": { "velero.io/exclude-from-backup": "true" } } }""");
        Assert.Empty((await SearchAsync(TestCluster.Reference, Named(ns.Name))).Found);
    }

    [ClusterFact]
    public async Task A_rule_has_hooks_for_pods_that_name_none_of_the_moment()
    {
        await CreateAsync("named", "Running", (Command, "own"));
        await CreateAsync("bare", "Running", ("shop.example/hook", "sync"));
        var rule = new HookRule
        {
            Name = "all",
            Pods = Named(ns.Name),
            Pre = [Exec("first"), Exec("second")],
            Post = [Exec("free")],
        };

        var found = (await SearchAsync(TestCluster.Reference, Named(ns.Name), rule)).Found.ToDictionary(pod => pod.Pod);

        Assert.Equal(["own"], Assert.Single(found["named"].Pre).Command);
        Assert.Equal(["free"], Assert.Single(found["named"].Post).Command);
        Assert.Equal([["first"], ["second"]], found["bare"].Pre.Select(hook => hook.Command));

        static ExecHook Exec(string command) => new(null, [command], HookOnError.Fail, ExecHook.DefaultTimeout);
    }

    [ClusterFact]
    public async Task Pods_of_an_application_are_found_for_their_claims_though_they_have_no_hooks()
    {
        var claim = new JsonArray(new JsonObject { ["name"] = "data", ["persistentVolumeClaim"] = new JsonObject { ["claimName"] = "data-0" } });
        await CreateAsync("files", "Running", ("shop.example/hook", "none"), claim);
        await CreateAsync("web", "Running", ("shop.example/hook", "none"));

        var search = await SearchAsync(
            TestCluster.Reference, Named(ns.Name), new HookRule { Name = "shop", Application = "shop", Pods = Named(ns.Name) });

        var found = Assert.Single(search.Found);
        Assert.Equal(("files", "shop"), (found.Pod, found.Application));
        Assert.Equal(["data-0"], found.Claims);
    }

    [ClusterFact]
    public async Task A_rule_for_one_pod_has_hooks_in_that_one_and_the_others_stay_part_of_the_application()
    {
        var claim = new JsonArray(new JsonObject { ["name"] = "data", ["persistentVolumeClaim"] = new JsonObject { ["claimName"] = "data" } });
        foreach (var name in new[] { "db-10", "db-2", "db-9" })
        {
            await CreateAsync(name, "Running", ("shop.example/hook", "none"), claim.DeepClone().AsArray());
        }

        var search = await SearchAsync(TestCluster.Reference, Named(ns.Name), new HookRule
        {
            Name = "shop",
            Application = "shop",
            Pods = Named(ns.Name),
            Pick = PodPick.SecondOfMany,
            Pre = [new(null, ["hold"], HookOnError.Fail, ExecHook.DefaultTimeout)],
        });

        Assert.Equal(["db-9"], search.Found.Where(pod => pod.Pre.Count > 0).Select(pod => pod.Pod));
        Assert.Equal(3, search.Found.Count(pod => pod.Application == "shop"));
    }

    [ClusterFact]
    public async Task The_claims_that_a_pod_mounts_are_known()
    {
        await CreateAsync("db", "Running", (Command, "sync"), new JsonArray(
            new JsonObject { ["name"] = "data", ["persistentVolumeClaim"] = new JsonObject { ["claimName"] = "data-0" } },
            new JsonObject { ["name"] = "none", ["emptyDir"] = new JsonObject() }));

        Assert.Equal(["data-0"], Assert.Single((await SearchAsync(TestCluster.Reference, Named(ns.Name))).Found).Claims);
    }

    [ClusterFact]
    public async Task Who_may_not_list_pods_is_told_that_none_was_looked_for()
    {
        await using var user = await NamespaceUser.CreateAsync(ns, "configmaps");

        var search = await SearchAsync(user.Reference, Named(ns.Name));

        Assert.Contains("none ran", Assert.Single(search.Problems).Message, StringComparison.Ordinal);
    }

    private static Core.Resources.ApiResource Pods { get; } = new("", "v1", "pods", "Pod", true, ["list"]);

    private static ObjectSelection Named(string name) => new() { IncludedNamespaces = [name] };

    private static async Task<PodHookSearch> SearchAsync(
        ClusterReference cluster, ObjectSelection selection, params HookRule[] rules)
    {
        using var steps = new BackupSteps(cluster, selection);
        var search = new PodHookSearch(steps.Services.Clusters.Get(cluster), steps.Spec with { Hooks = rules });
        await search.RunAsync(default);
        return search;
    }

    private async Task CreateAsync(string name, string phase, (string Key, string Value) annotation, JsonArray? volumes = null)
    {
        await ns.CreateAsync(Pods, new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["name"] = name,
                ["annotations"] = new JsonObject { [annotation.Key] = annotation.Value },
            },
            ["spec"] = new JsonObject
            {
                ["automountServiceAccountToken"] = false,
                ["nodeName"] = "nowhere",
                ["containers"] = new JsonArray(new JsonObject { ["name"] = "main", ["image"] = "none" }),
                ["volumes"] = volumes,
            },
        });
        await ns.SetStatusAsync(Pods, name, new JsonObject { ["phase"] = phase });
    }
}
