using System.Text.Json.Nodes;
using Workflows.Scenarios.Archives;
using Workflows.Scenarios.Clusters;
using Workflows.Scenarios.Journals;
using Workflows.Scenarios.Running;
using Xunit.Abstractions;

namespace Workflows.Scenarios.Kills;

/// <summary>Backups killed with SIGKILL at random moments.</summary>
[Collection(ScenarioCollection.Name)]
public sealed class BackupKillTests(BlueAndGreen clusters, ITestOutputHelper log) : IClassFixture<FilledBlue>, IDisposable
{
    private readonly Workspace workspace = new();

    public void Dispose() => workspace.Dispose();

    [ClustersFact]
    public async Task A_killed_backup_resumes_and_no_part_that_was_journaled_is_read_again()
    {
        var plan = new KillPlan();
        log.WriteLine($"WORKFLOWS_KILL_SEED={plan.Seed}");
        var undisturbed = (await workspace.RunAsync(Create("undisturbed"))).Exits(0).Duration;
        var kills = 0;
        var kept = 0;
        foreach (var run in KillPlan.RunsUntil(() => kept > 0))
        {
            var name = $"killed-{run}";
            log.WriteLine(name);
            var campaign = new KillCampaign(workspace, plan, undisturbed, log);
            await campaign.RunAsync(Create(name));
            kills += campaign.Kills;
            kept += campaign.Journaled.Count(activity => activity.IsWork);
            await AssertWholeAsync(name);
            AssertAttempts(name, campaign.Journaled);
            AssertNothingLeft(name);
        }

        Assert.True(kills > 0, "No run was killed: the moments are no test.");
        Assert.True(kept > 0, "No kill came after a part was done: there was nothing to be kept.");
        log.WriteLine($"{kills} kills, {kept} parts kept; undisturbed {undisturbed.TotalSeconds:F1} s");
    }

    private string[] Create(string name) =>
    [
        "backup", "create", name, "--include-namespaces", "wf-kill-*", "--include-secrets", "--kubeconfig",
        clusters.Blue.Kubeconfig,
    ];

    private async Task AssertWholeAsync(string name)
    {
        (await workspace.RunAsync("backup", "verify", name)).Exits(0);
        var file = workspace.PathOf($"{name}.tar.gz");
        (await workspace.RunAsync("backup", "download", name, "--file", file)).Exits(0);
        var archive = await ArchiveTar.ReadAsync(file);
        File.Delete(file);
        foreach (var (resource, _, ns, thing) in Filling.Objects)
        {
            var path = ArchiveTar.PathOf(resource, ns, thing);
            Assert.True(archive.Objects.TryGetValue(path, out var archived), $"{path} is not in {name}.");
            foreach (var (field, value) in Filling.ContentOf(resource, thing))
            {
                Assert.True(JsonNode.DeepEquals(value, archived[field]), $"{path} is not as it was.");
            }
        }

        Assert.Equal(archive.Names.Distinct(StringComparer.Ordinal).Count(), archive.Names.Count);
    }

    /// <summary>
    /// What an attempt staged carries its name: when the manifest names the attempts whose results were journaled
    /// before a kill, their parts were not read again.
    /// </summary>
    private void AssertAttempts(string name, IReadOnlyList<CompletedActivity> journaled)
    {
        var manifest = JsonNode.Parse(File.ReadAllText(
            Path.Combine(workspace.Store, "catalog", "backups", $"{name}.json")))!;
        var committed = manifest["archive"]!["segments"]!.AsArray()
            .Select(segment => segment!["attempt"]!.GetValue<string>())
            .ToHashSet(StringComparer.Ordinal);
        foreach (var captured in journaled.Where(activity => activity.Name == "CapturePart"))
        {
            var segment = captured.Result.GetProperty("segment");
            Assert.Contains(segment.GetProperty("attempt").GetString()!, committed);
        }
    }

    private void AssertNothingLeft(string name)
    {
        var staging = Path.Combine(workspace.Store, "staging", "backups", name);
        Assert.Empty(Directory.Exists(staging) ? Directory.EnumerateFiles(staging, "*", SearchOption.AllDirectories) : []);

        // A file that was being written at the kill lies in the store's temporary folder until it is a day old.
        var blocks = Path.Combine(workspace.Store, ".workflows", "blocks");
        Assert.Empty(Directory.Exists(blocks) ? Directory.EnumerateFiles(blocks) : []);
        Assert.Empty(Directory.Exists(workspace.State) ? Directory.EnumerateFiles(workspace.State, "*.journal", SearchOption.AllDirectories) : []);
    }
}
