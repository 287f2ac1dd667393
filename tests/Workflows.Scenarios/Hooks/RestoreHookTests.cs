using System.Text.Json.Nodes;
using Workflows.Scenarios.Clusters;
using Workflows.Scenarios.Running;

namespace Workflows.Scenarios.Hooks;

/// <summary>Hooks run in what a restore brought, in real containers, and the restore tells what became of them.</summary>
[Collection(ScenarioCollection.Name)]
public sealed class RestoreHookTests(BlueAndGreen clusters) : IAsyncLifetime, IDisposable
{
    private const string Namespace = "wf-restore-hooks";

    private const string Post = "post.hook.restore.velero.io/";

    private const string Init = "init.hook.restore.velero.io/";

    private readonly Workspace workspace = new();
    private readonly HookPods blue = new(clusters.Blue, Namespace);
    private readonly HookPods green = new(clusters.Green, Namespace);

    public async Task InitializeAsync()
    {
        await blue.BeginAsync();
        await TestNamespaces.DeleteAsync(clusters.Green, Namespace);
    }

    public async Task DisposeAsync()
    {
        await blue.EndAsync();
        await green.EndAsync();
    }

    public void Dispose() => workspace.Dispose();

    [NodeFact]
    public async Task Hooks_that_pods_name_run_in_restored_pods_and_in_those_that_controllers_make()
    {
        await blue.AddAsync(
            "bare",
            [
                (Post + "command", HookPods.Shell("echo loaded >>/tmp/log; echo it is loaded")),
                (Post + "wait-for-ready", "true"),
                (Init + "container-image", HookPods.Image),
                (Init + "command", HookPods.Shell("true")),
            ],
            new JsonObject { ["emptyDir"] = new JsonObject() });
        await blue.AddAsync("failing", [(Post + "command", HookPods.Shell("exit 7")), (Post + "on-error", "Fail")], null);
        await blue.AddAsync("tolerated", [(Post + "command", HookPods.Shell("exit 4"))], null);
        await blue.AddDeploymentAsync("web", 2, (Post + "command", HookPods.Shell("echo $HOSTNAME >>/tmp/log")));
        await blue.AwaitReadyAsync();
        (await workspace.RunAsync(
            "backup", "create", "hooked", "--include-namespaces", Namespace, "--include-secrets", "--kubeconfig", clusters.Blue.Kubeconfig)).Exits(0);

        (await workspace.RunAsync(Restore("back"))).Exits(3);

        Assert.Equal("loaded\n", await green.ReadAsync("bare", "/tmp/log"));
        var described = JsonNode.Parse((await workspace.RunAsync("restore", "describe", "back", "-o", "json")).Exits(0).Output)!;
        var hooks = described["hooks"]!.AsArray().ToLookup(hook => hook!["pod"]!.GetValue<string>());
        Assert.Equal(0, Assert.Single(hooks["bare"])!["exitCode"]!.GetValue<int>());
        Assert.Equal("it is loaded\n", hooks["bare"].Single()!["output"]!.GetValue<string>());
        Assert.Equal("Error", hooks["failing"].Single()!["severity"]!.GetValue<string>());
        Assert.Equal("Warning", hooks["tolerated"].Single()!["severity"]!.GetValue<string>());
        var web = hooks.Where(pod => pod.Key.StartsWith("web-", StringComparison.Ordinal)).ToArray();
        Assert.Equal(2, web.Length);
        foreach (var pod in web)
        {
            Assert.Equal($"{pod.Key}\n", await green.ReadAsync(pod.Key, "/tmp/log"));
        }

        var bare = await clusters.Green.KubectlAsync(
            "get", "pod", "bare", "--namespace", Namespace, "--output", "jsonpath={.status.initContainerStatuses[*].state.terminated.reason}");
        Assert.Equal("Completed", bare.Exits(0).Output);
        var log = (await workspace.RunAsync("restore", "logs", "back")).Exits(0).Output;
        Assert.Contains($"Restore hook of pod {Namespace}/failing: It ended with exit code 7.", log, StringComparison.Ordinal);
        Assert.Contains("  | it is loaded", log, StringComparison.Ordinal);
    }

    [NodeFact]
    public async Task Hooks_of_a_file_run_around_a_backup_and_after_its_restore_where_pods_name_none()
    {
        await blue.AddAsync("db", [("pre.hook.backup.velero.io/command", HookPods.Shell("echo own >>/tmp/log"))], null);
        await blue.AddAsync("other", [], null);
        await blue.AwaitReadyAsync();
        var file = workspace.PathOf("hooks.yaml");
        await File.WriteAllTextAsync(
            file,
            $$"""
            resources:
              - name: databases
                includedNamespaces: [{{Namespace}}]
                labelSelector: { matchLabels: { app: db } }
                pre: [{ exec: { command: [/bin/sh, -c, "echo ruled >>/tmp/log"] } }]
                post:
                  - exec: { command: [/bin/sh, -c, "echo one >>/tmp/log"] }
                  - exec: { command: [/bin/sh, -c, "echo two >>/tmp/log"] }
                postHooks:
                  - init: { initContainers: [{ name: before, image: "{{HookPods.Image}}", command: ["true"] }] }
                  - exec: { command: [/bin/sh, -c, "echo restored >>/tmp/log"], waitForReady: true }
            """);

        (await workspace.RunAsync(
            "backup", "create", "ruled", "--include-namespaces", Namespace, "--include-secrets", "--kubeconfig", clusters.Blue.Kubeconfig,
            "--hooks", file)).Exits(0);

        Assert.Equal("own\none\ntwo\n", await blue.ReadAsync("db", "/tmp/log"));
        Assert.Empty(await blue.ReadAsync("other", "/tmp/log"));

        (await workspace.RunAsync([.. Restore("ruled"), "--hooks", file])).Exits(0);

        Assert.Equal("restored\n", await green.ReadAsync("db", "/tmp/log"));
        Assert.Empty(await green.ReadAsync("other", "/tmp/log"));
        var names = await clusters.Green.KubectlAsync(
            "get", "pod", "--namespace", Namespace, "--output", "jsonpath={.items[*].spec.initContainers[*].name}");
        Assert.Equal("before", names.Exits(0).Output);
    }

    private string[] Restore(string name) =>
    [
        "restore", "create", name, "--from-backup", name == "back" ? "hooked" : name, "--kubeconfig", clusters.Green.Kubeconfig,
    ];
}
