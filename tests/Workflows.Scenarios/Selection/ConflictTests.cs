using System.Text.Json.Nodes;
using Workflows.Scenarios.Clusters;
using Workflows.Scenarios.Running;

namespace Workflows.Scenarios.Selection;

/// <summary>Restores beside what lives, and over what was changed.</summary>
[Collection(ScenarioCollection.Name)]
public sealed class ConflictTests(BlueAndGreen clusters) : IAsyncLifetime, IDisposable
{
    private const string Source = "wf-conflict";

    private const string Copy = "wf-conflict-copy";

    private readonly Workspace workspace = new();

    public async Task InitializeAsync()
    {
        await CleanAsync();
        await TestNamespaces.CreateAsync(clusters.Blue, Source);
        foreach (var name in new[] { "one", "two" })
        {
            await clusters.Blue.CreateAsync($"/api/v1/namespaces/{Source}/configmaps", JsonNode.Parse($$"""
                { "kind": "ConfigMap", "apiVersion": "v1", "metadata": { "name": "{{name}}", "labels": { "n": "{{name}}" } },
                  "data": { "text": "as archived" } }
                """)!);
        }

        (await workspace.RunAsync(
            "backup", "create", "source", "--include-namespaces", Source, "--include-secrets", "--kubeconfig",
            clusters.Blue.Kubeconfig)).Exits(0);
    }

    public Task DisposeAsync() => CleanAsync();

    public void Dispose() => workspace.Dispose();

    [ClustersFact]
    public async Task A_mapped_namespace_receives_the_objects_and_the_old_name_is_not_made()
    {
        await RestoreAsync("mapped", "--namespace-mappings", $"{Source}:{Copy}");

        Assert.Equal("as archived", await TextAsync(Copy, "one"));
        Assert.Null(await clusters.Green.FindAsync($"/api/v1/namespaces/{Source}"));
        (await workspace.RunAsync(
            "backup", "compare", "source", "--namespace-mappings", $"{Source}:{Copy}", "--kubeconfig",
            clusters.Green.Kubeconfig)).Exits(0);
    }

    [ClustersFact]
    public async Task A_selector_restores_what_it_selects_and_nothing_else()
    {
        await RestoreAsync("selected", "--selector", "n=two", "--include-resources", "configmaps");

        Assert.Equal("as archived", await TextAsync(Source, "two"));
        Assert.Null(await clusters.Green.FindAsync($"/api/v1/namespaces/{Source}/configmaps/one"));
    }

    [ClustersFact]
    public async Task What_was_changed_meanwhile_is_left_and_named_or_made_as_archived_on_demand()
    {
        await RestoreAsync("first");
        await clusters.Green.MergePatchAsync(
            $"/api/v1/namespaces/{Source}/configmaps/one", JsonNode.Parse("""{ "data": { "text": "changed", "more": "" } }""")!);

        var compared = (await workspace.RunAsync(
            "backup", "compare", "source", "-o", "json", "--kubeconfig", clusters.Green.Kubeconfig)).Exits(3).Json();
        Assert.Equal("one", Assert.Single(compared["differences"]!.AsArray())!["name"]!.GetValue<string>());

        var skipped = await RestoreAsync("skipping");
        Assert.Equal("changed", await TextAsync(Source, "one"));
        Assert.Contains(skipped, o => IsOne(o) && Text(o, "outcome") == "Skipped" && Text(o, "reason").Contains("/data", StringComparison.Ordinal));

        var updated = await RestoreAsync("updating", "--conflict", "update");
        Assert.Equal("as archived", await TextAsync(Source, "one"));
        Assert.Contains(updated, o => IsOne(o) && Text(o, "outcome") == "Updated");
        (await workspace.RunAsync("backup", "compare", "source", "--kubeconfig", clusters.Green.Kubeconfig)).Exits(0);
    }

    private static bool IsOne(JsonNode outcome) =>
        Text(outcome, "name") == "one" && Text(outcome, "resource") == "configmaps";

    private static string Text(JsonNode outcome, string field) => outcome[field]?.GetValue<string>() ?? "";

    /// <returns>What became of each object.</returns>
    private async Task<IReadOnlyList<JsonNode>> RestoreAsync(string name, params string[] options)
    {
        (await workspace.RunAsync(
            ["restore", "create", name, "--from-backup", "source", .. options, "--kubeconfig", clusters.Green.Kubeconfig])).Exits(0);
        var described = (await workspace.RunAsync("restore", "describe", name, "--details", "-o", "json")).Exits(0).Json();
        return [.. described["objects"]!.AsArray().Select(outcome => outcome!)];
    }

    private async Task<string> TextAsync(string ns, string name) =>
        (await clusters.Green.GetAsync($"/api/v1/namespaces/{ns}/configmaps/{name}"))["data"]!["text"]!.GetValue<string>();

    private async Task CleanAsync()
    {
        await TestNamespaces.DeleteAsync(clusters.Green, Source, Copy);
        await TestNamespaces.DeleteAsync(clusters.Blue, Source);
    }
}
