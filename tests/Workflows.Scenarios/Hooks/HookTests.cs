using System.Text.Json.Nodes;
using Workflows.Scenarios.Clusters;
using Workflows.Scenarios.Running;

namespace Workflows.Scenarios.Hooks;

/// <summary>Hooks run in real containers, and the backup tells what became of them.</summary>
[Collection(ScenarioCollection.Name)]
public sealed class HookTests(BlueAndGreen clusters) : IAsyncLifetime, IDisposable
{
    private const string Namespace = "wf-hooks";

    private readonly Workspace workspace = new();
    private readonly HookPods pods = new(clusters.Blue, Namespace);

    public Task InitializeAsync() => pods.BeginAsync();

    public Task DisposeAsync() => pods.EndAsync();

    public void Dispose() => workspace.Dispose();

    [NodeFact]
    public async Task Hooks_that_fail_hang_or_flood_do_as_their_policy_says_and_the_log_shows_it()
    {
        await pods.AddAsync(
            "good",
            ("pre.command", HookPods.Shell("echo held >>/tmp/log; echo the database stands still")),
            ("post.command", HookPods.Shell("echo freed >>/tmp/log; echo it goes on >&2")));
        await pods.AddAsync(
            "failing",
            ("pre.command", HookPods.Shell("echo no such database; exit 7")),
            ("post.command", HookPods.Shell("echo freed >>/tmp/log")));
        await pods.AddAsync(
            "tolerated", ("pre.command", HookPods.Shell("exit 4")), ("pre.on-error", "Continue"));
        await pods.AddAsync(
            "hanging", ("post.command", HookPods.Shell("sleep 300")), ("post.timeout", "1s"), ("post.on-error", "Continue"));
        await pods.AddAsync(
            "flooding", ("pre.command", HookPods.Shell("head -c 20000000 /dev/zero | tr '\\0' x; echo; echo the end")));
        await pods.AddAsync(
            "elsewhere", ("pre.command", HookPods.Shell("true")), ("pre.container", "sidecar"), ("pre.on-error", "Continue"));
        await pods.AwaitReadyAsync();

        (await workspace.RunAsync(Create("hooked"))).Exits(3);

        Assert.Equal("held\nfreed\n", await pods.ReadAsync("good", "/tmp/log"));
        Assert.Equal("freed\n", await pods.ReadAsync("failing", "/tmp/log"));
        var described = JsonNode.Parse((await workspace.RunAsync("backup", "describe", "hooked", "-o", "json")).Exits(0).Output)!;
        Assert.Contains("Pre hook of pod failing: It ended with exit code 7.", Messages("Error"));
        Assert.Single(Messages("Error"));
        Assert.Contains("Pre hook of pod tolerated: It ended with exit code 4.", Messages("Warning"));
        Assert.Contains(Messages("Warning"), message => message.StartsWith("Post hook of pod hanging: It had not ended after 1 s", StringComparison.Ordinal));
        Assert.Contains(Messages("Warning"), message => message.StartsWith("Pre hook of pod elsewhere: The pod has no container 'sidecar'", StringComparison.Ordinal));
        var log = (await workspace.RunAsync("backup", "logs", "hooked")).Exits(0).Output;
        Assert.Contains("the database stands still", log, StringComparison.Ordinal);
        Assert.Contains("it goes on", log, StringComparison.Ordinal);
        Assert.Contains("no such database", log, StringComparison.Ordinal);
        Assert.Contains("It printed 20000009 bytes", log, StringComparison.Ordinal);
        Assert.Contains("the end", log, StringComparison.Ordinal);
        Assert.True(log.Length < 100_000, $"The log has {log.Length} characters.");

        string[] Messages(string severity) =>
        [
            .. from problem in described["problems"]!.AsArray()
               where problem!["severity"]!.GetValue<string>() == severity
               select problem["message"]!.GetValue<string>(),
        ];
    }

    [NodeFact]
    public async Task A_post_hook_runs_though_the_process_was_killed_after_the_pre_hook()
    {
        await pods.AddAsync(
            "held",
            ("pre.command", HookPods.Shell("echo held >>/tmp/log; sleep 3")),
            ("post.command", HookPods.Shell("echo freed >>/tmp/log")));
        await pods.AwaitReadyAsync();

        using (var program = workspace.Start(Create("killed")))
        {
            await TestNamespaces.UntilAsync("the pre hook runs", async () => await pods.ReadAsync("held", "/tmp/log") != "");
            Assert.Equal(137, (await program.KillAsync()).ExitCode);
        }

        (await workspace.RunAsync("resume", "--kubeconfig", clusters.Blue.Kubeconfig)).Exits(0);

        var log = await pods.ReadAsync("held", "/tmp/log");
        Assert.EndsWith("freed\n", log, StringComparison.Ordinal);
        Assert.Single(log.Split('\n'), line => line == "freed");
    }

    [NodeFact]
    public async Task Hooks_that_are_not_wanted_do_not_run()
    {
        await pods.AddAsync("good", ("pre.command", HookPods.Shell("echo held >>/tmp/log")));
        await pods.AwaitReadyAsync();

        (await workspace.RunAsync([.. Create("plain"), "--run-hooks", "false"])).Exits(0);

        Assert.Empty(await pods.ReadAsync("good", "/tmp/log"));
    }

    private string[] Create(string name) =>
    [
        "backup", "create", name, "--include-namespaces", Namespace, "--include-secrets", "--kubeconfig",
        clusters.Blue.Kubeconfig,
    ];
}
