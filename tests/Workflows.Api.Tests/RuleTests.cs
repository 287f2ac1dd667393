using System.Text.Json.Nodes;
using Workflows.Api.Tests.Harness;
using Workflows.Core.Hooks;
using Workflows.Core.Restores;
using Workflows.Core.Volumes;
using Workflows.Durable;

namespace Workflows.Api.Tests;

/// <summary>Hooks, applications and volume policies in requests and in plans: the same words as in files of their own.</summary>
public sealed class RuleTests : IAsyncLifetime
{
    private const string Hooks = """
        {
          "resources": [{
            "name": "databases",
            "includedNamespaces": ["shop"],
            "pre": [{ "exec": { "command": ["/freeze"], "timeout": "1m" } }],
            "postHooks": [{ "exec": { "command": ["/warm"] } }]
          }]
        }
        """;

    private const string Application = """
        {
          "apiVersion": "workflows.dev/v1",
          "kind": "ProtectedApplication",
          "metadata": { "name": "shop", "namespace": "prod" },
          "spec": { "components": [{
            "name": "db", "resourceKind": "StatefulSet", "resourceNames": ["db"],
            "strategy": { "type": "DumpAndLoad", "dumpAndLoad": {
              "dumpTarget": "db", "loadTarget": "db",
              "dumpHooks": [{ "name": "dump", "command": ["/dump"] }],
              "loadHooks": [{ "name": "load", "command": ["/load"] }],
              "volumeSelector": { "matchLabels": { "kind": "dump" } } } }
          }] }
        }
        """;

    private const string Policies = """
        [
          { "conditions": { "storageClass": ["scratch"] }, "action": { "type": "skip" } },
          { "conditions": {}, "action": { "type": "snapshot+move" } }
        ]
        """;

    private ApiHarness api = null!;

    public async Task InitializeAsync() => api = await ApiHarness.StartAsync(
        change: services => services with { Mover = new() { Image = "mover:1" }, LongestHook = TimeSpan.FromMinutes(2) });

    public async Task DisposeAsync() => await api.DisposeAsync();

    [Fact]
    public async Task A_backup_runs_what_its_request_says_of_hooks_and_applications()
    {
        await api.EndOfAsync(await PostAsync("/v1/backups", $$"""
            { "name": "shop", "includeSecrets": false, "hooks": {{Hooks}}, "applications": [{{Application}}] }
            """));

        var spec = api.Activities.LastSpec!;
        Assert.Equal(["shop/db", "shop/db", "shop", "databases"], spec.Hooks.Select(rule => rule.Name));
        Assert.Equal(["/dump"], spec.Hooks[0].Pre[0].Command);
        Assert.Equal(TimeSpan.FromMinutes(1), spec.Hooks[3].Pre[0].Timeout);
        Assert.All(spec.Hooks, rule => Assert.Empty(rule.Restored));
        Assert.Equal("kind=dump", Assert.Single(spec.Components).VolumeSelector);
    }

    [Fact]
    public async Task A_backup_takes_volumes_as_its_request_says_of_each_kind()
    {
        // Nobody here can move them: what is asked for is seen all the same.
        var accepted = await PostAsync("/v1/backups", $$"""
            { "name": "shop", "includeSecrets": false, "includeVolumeData": true, "volumeAction": "snapshot",
              "volumeGroupSnapshotLabelKey": "example.com/group", "volumePolicies": {{Policies}} }
            """);
        await api.Instances.TerminateAsync(accepted.Json.GetProperty("id").GetString()!);

        var spec = DurableJson.Read<Core.Backups.BackupSpec>((await api.EndOfAsync(accepted)).Input!.Value);
        Assert.Equal((VolumeAction.Snapshot, "example.com/group"), (spec.Mover!.DefaultAction, spec.Mover.GroupLabel));
        Assert.Equal([null, VolumeAction.SnapshotAndMove], spec.VolumePolicies!.Entries.Select(entry => entry.Action));
        Assert.Equal(["volume policy 1", "volume policy 2"], spec.VolumePolicies.Entries.Select(entry => entry.ToString()));
    }

    [Fact]
    public async Task A_restore_runs_its_part_of_the_same_words()
    {
        await api.EndOfAsync(await api.CreateBackupAsync("nightly"));

        var accepted = await PostAsync("/v1/restores", $$"""
            { "name": "fix", "backup": "nightly", "hooks": {{Hooks}}, "applications": [{{Application}}] }
            """);

        var spec = DurableJson.Read<RestoreSpec>((await api.EndOfAsync(accepted)).Input!.Value);
        Assert.Equal([["/load"], ["/warm"]], spec.Hooks.Select(rule => rule.Restored.Single().Command));
        Assert.All(spec.Hooks, rule => Assert.Empty(rule.Pre));
        Assert.Equal((PodPick.First, null), (spec.Hooks[0].Pick, spec.Hooks[0].Application));
    }

    [Fact]
    public async Task Plans_say_them_in_the_same_words()
    {
        await DeclaredStore.ApplyAsync(api, $$"""
            apiVersion: workflows/v1
            kind: Cluster
            metadata: { name: blue }
            spec: { kubeconfig: [/fake/kubeconfig], context: blue }
            ---
            { apiVersion: workflows/v1, kind: BackupPlan, metadata: { name: nightly }, spec: {
              cluster: blue, includeSecrets: false, hooks: {{Hooks}}, applications: [{{Application}}] } }
            ---
            { apiVersion: workflows/v1, kind: RestorePlan, metadata: { name: back }, spec: {
              backupPlan: nightly, cluster: blue, hooks: {{Hooks}}, applications: [{{Application}}] } }
            """);

        await api.EndOfAsync(await api.PostAsync("/v1/backups", new { name = "planned", plan = "nightly" }));
        var restored = await api.EndOfAsync(await api.PostAsync("/v1/restores", new { name = "back", plan = "back" }));

        var backup = api.Activities.LastSpec!;
        Assert.Equal(["shop/db", "shop/db", "shop", "databases"], backup.Hooks.Select(rule => rule.Name));
        Assert.Single(backup.Components);
        Assert.Equal(2, DurableJson.Read<RestoreSpec>(restored.Input!.Value).Hooks.Count);
    }

    [Fact]
    public async Task All_that_is_wrong_is_told_by_its_field()
    {
        var answer = await PostAsync("/v1/backups", """
            { "name": "shop", "includeSecrets": false,
              "hooks": { "resources": [{ "name": "a", "pre": [{ "exec": { "command": "x" } }] }] },
              "applications": [{ "apiVersion": "workflows.dev/v1", "kind": "ProtectedApplication", "metadata": { "name": "a", "namespace": "b" }, "spec": { "components": [] } }],
              "volumePolicies": [{ "conditions": { "capacity": "1" }, "action": { "type": "keep" } }] }
            """);

        Assert.Equal(400, answer.Status);
        Assert.Superset(
            new HashSet<string>(StringComparer.Ordinal)
            {
                "hooks.resources[0].pre[0].exec.command",
                "applications[0].spec.components",
                "volumePolicies[0].conditions.capacity",
                "volumePolicies[0].action.type",
                "volumePolicies",
            },
            answer.Fields.ToHashSet(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(""" "runHooks": false, "hooks": HOOKS """, "runHooks: false runs no hooks")]
    [InlineData(""" "plan": "nightly", "hooks": HOOKS """, "The plan says this")]
    [InlineData(""" "hooks": { "resources": [] } """, "holds no hooks for a backup")]
    [InlineData(""" "applications": [APPLICATION, APPLICATION] """, "Application prod/shop is given twice.")]
    [InlineData(""" "volumeGroupSnapshotLabelKey": "a b", "includeVolumeData": true """, "volumeGroupSnapshotLabelKey")]
    [InlineData(""" "hooks": { "resources": [{ "name": "a", "pre": [{ "exec": { "command": ["x"], "timeout": "3m" } }] }] } """, "this host can run a hook for 120s at most")]
    [InlineData(""" "hooks": { "resources": [{ "name": "a", "pre": [{ "exec": { "command": ["LONG"] } }] }] } """, "and may have 8000")]
    public async Task What_nobody_would_heed_is_refused(string fields, string problem)
    {
        var written = fields
            .Replace("HOOKS", Hooks, StringComparison.Ordinal)
            .Replace("APPLICATION", Application, StringComparison.Ordinal)
            .Replace("LONG", new string('x', 9_000), StringComparison.Ordinal);

        var answer = await PostAsync("/v1/backups", $$"""{ "name": "shop", "includeSecrets": false, {{written}} }""");

        Assert.Equal(400, answer.Status);
        Assert.Contains(problem, answer.Text, StringComparison.Ordinal);
        Assert.Equal(404, (await api.GetAsync("/v1/backups/shop")).Status);
    }

    [Fact]
    public async Task Volumes_that_take_pods_are_refused_where_there_is_no_image_for_them()
    {
        await using var poor = await ApiHarness.StartAsync();

        var answer = await poor.PostAsync("/v1/backups", JsonNode.Parse($$"""
            { "name": "shop", "includeSecrets": false, "includeVolumeData": true, "volumeAction": "snapshot", "volumePolicies": {{Policies}} }
            """)!);

        Assert.Equal(["volumePolicies"], answer.Fields);
    }

    private Task<Answer> PostAsync(string path, string body) => api.PostTextAsync(path, body);
}
