using System.Text.Json.Nodes;
using Workflows.Scenarios.Clusters;
using Workflows.Scenarios.Journals;
using Workflows.Scenarios.Running;
using Xunit.Abstractions;

namespace Workflows.Scenarios.Kills;

/// <summary>Restores killed with SIGKILL at random moments.</summary>
[Collection(ScenarioCollection.Name)]
public sealed class RestoreKillTests(BlueAndGreen clusters, ITestOutputHelper log) : IClassFixture<FilledBlue>, IDisposable
{
    /// <summary>Some of what was filled: a restore takes longer than a backup, and green is cleared for each run.</summary>
    private static readonly string[] Restored = Filling.Namespaces[..3];

    private readonly Workspace workspace = new();

    public void Dispose() => workspace.Dispose();

    [ClustersFact]
    public async Task A_killed_restore_resumes_and_no_chunk_that_was_journaled_is_restored_again()
    {
        var plan = new KillPlan();
        log.WriteLine($"WORKFLOWS_KILL_SEED={plan.Seed}");
        (await workspace.RunAsync(
            "backup", "create", "source", "--include-namespaces", "wf-kill-*", "--include-secrets", "--kubeconfig",
            clusters.Blue.Kubeconfig)).Exits(0);
        await ClearGreenAsync();
        var undisturbed = (await workspace.RunAsync(Create("undisturbed"))).Exits(0).Duration;
        var kills = 0;
        var kept = 0;
        foreach (var run in KillPlan.RunsUntil(() => kept > 0))
        {
            var name = $"killed-{run}";
            log.WriteLine(name);
            await ClearGreenAsync();
            var campaign = new KillCampaign(workspace, plan, undisturbed, log);
            await campaign.RunAsync(Create(name));
            kills += campaign.Kills;
            kept += campaign.Journaled.Count(activity => activity.IsWork);
            await AssertRestoredOnceAsync(name);
            AssertDoneOnce([.. campaign.Journaled, .. campaign.LastSeen]);
            var staging = Path.Combine(workspace.Store, "staging", "restores", name);
            Assert.Empty(Directory.Exists(staging) ? Directory.EnumerateFiles(staging, "*", SearchOption.AllDirectories) : []);
        }

        Assert.True(kills > 0, "No run was killed: the moments are no test.");
        Assert.True(kept > 0, "No kill came after a chunk was done: there was nothing to be kept.");
        log.WriteLine($"{kills} kills, {kept} chunks kept; undisturbed {undisturbed.TotalSeconds:F1} s");
    }

    private string[] Create(string name) =>
    [
        "restore", "create", name, "--from-backup", "source", "--include-namespaces", string.Join(',', Restored),
        "--kubeconfig", clusters.Green.Kubeconfig,
    ];

    private Task ClearGreenAsync() => TestNamespaces.DeleteAsync(clusters.Green, Restored);

    private async Task AssertRestoredOnceAsync(string name)
    {
        var restore = (await workspace.RunAsync("restore", "describe", name, "--details", "-o", "json")).Exits(0).Json();
        var outcomes = restore["restore"]!["outcomes"]!;
        Assert.Equal(0, outcomes["failed"]!.GetValue<int>());
        var reported = restore["objects"]!.AsArray()
            .Select(obj => $"{obj!["resource"]} {obj["namespace"]} {obj["name"]}")
            .ToArray();
        Assert.Equal(reported.Distinct(StringComparer.Ordinal).Count(), reported.Length);

        foreach (var ns in Restored)
        {
            foreach (var (resource, api) in Filling.Kinds)
            {
                var live = (await clusters.Green.ListAsync($"{api}/namespaces/{ns}/{Filling.PluralOf(resource)}"))
                    .ToDictionary(obj => obj["metadata"]!["name"]!.GetValue<string>(), StringComparer.Ordinal);
                foreach (var thing in Filling.Objects.Where(o => o.Resource == resource && o.Ns == ns).Select(o => o.Name))
                {
                    Assert.True(live.TryGetValue(thing, out var obj), $"{resource} {ns}/{thing} is not on green.");
                    Assert.Equal(name, obj["metadata"]!["labels"]!["velero.io/restore-name"]!.GetValue<string>());
                    foreach (var (field, value) in Filling.ContentOf(resource, thing))
                    {
                        Assert.True(JsonNode.DeepEquals(value, obj[field]), $"{resource} {ns}/{thing} is not as archived.");
                    }
                }
            }
        }
    }

    /// <summary>
    /// A result that stands in a journal after one kill must stand there unchanged after the next: a second run of the
    /// same chunk would have another attempt.
    /// </summary>
    private static void AssertDoneOnce(IReadOnlyList<CompletedActivity> journaled)
    {
        var attempts = journaled
            .Where(activity => activity.Name == "RestoreChunk")
            .GroupBy(activity => (
                activity.Instance,
                activity.Input.GetProperty("wave").GetInt32(),
                activity.Input.GetProperty("chunk").GetInt32()))
            .Select(chunk => chunk.Select(a => a.Result.GetProperty("attempt").GetString()).Distinct(StringComparer.Ordinal));
        Assert.All(attempts, attempt => Assert.Single(attempt));
    }
}
