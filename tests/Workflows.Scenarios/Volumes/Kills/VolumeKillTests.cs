using System.Runtime.Versioning;
using Workflows.Scenarios.Clusters;
using Workflows.Scenarios.Kills;
using Workflows.Scenarios.Running;
using Workflows.Volumes.Tests.Support;
using Xunit.Abstractions;

namespace Workflows.Scenarios.Volumes.Kills;

/// <summary>
/// Movers, their pods and the process that orchestrates are struck down at random moments: the run is resumed or
/// retried, no claim ever has two Jobs, nothing is left behind, and what is restored is what was there.
/// </summary>
[Collection(ScenarioCollection.Name)]
[SupportedOSPlatform("linux")]
public sealed class VolumeKillTests : IAsyncLifetime, IDisposable
{
    internal const string Namespace = "wf-volume-kills";

    private const string Image = "workflows.local/mover:1";

    private const int MoreRuns = 5;

    private static readonly Victim[] Victims = Enum.GetValues<Victim>();

    private readonly BlueAndGreen clusters;
    private readonly ITestOutputHelper log;
    private readonly Workspace workspace = new();
    private readonly KillPlan plan = new();
    private readonly ClaimTrees trees;
    private readonly List<Victim> struck = [];

    public VolumeKillTests(BlueAndGreen clusters, ITestOutputHelper log)
    {
        this.clusters = clusters;
        this.log = log;
        log.WriteLine($"WORKFLOWS_KILL_SEED={plan.Seed}");
        trees = new(Namespace, plan.NextSeed());
    }

    public async Task InitializeAsync()
    {
        if (TestSettings.HasNode && ClusterNeeds.WhyNot() is null)
        {
            await trees.CleanAsync(clusters.Blue, clusters.Green);
            await trees.ClaimAsync(clusters.Blue);
        }
    }

    public async Task DisposeAsync()
    {
        if (TestSettings.HasNode && ClusterNeeds.WhyNot() is null)
        {
            await trees.CleanAsync(clusters.Blue, clusters.Green);
        }
    }

    public void Dispose()
    {
        trees.Dispose();
        workspace.Dispose();
    }

    [NodeFact]
    public async Task Backups_of_volumes_survive_whatever_is_struck_down()
    {
        for (var run = 1; GoesOn(run); run++)
        {
            var name = $"struck-{run}";
            log.WriteLine(name);
            trees.Change();
            await using (var jobs = JobWatch.Start(clusters.Blue, Namespace))
            {
                var sight = RunSight.OfBackup(clusters.Blue, jobs, workspace, name);
                await StrikeAsync(run, sight, Create(name));
                await jobs.AssertOneForEachAsync(ClaimTrees.Claims);
            }

            await AssertNothingLeftAsync(clusters.Blue);
            await AssertWholeAsync(name);
            if (run > 1)
            {
                (await workspace.RunAsync("backup", "delete", $"struck-{run - 1}", "--yes")).Exits(0);
                AssertNothingLeftOfRuns();
            }
        }

        AssertAllStruck();
    }

    [NodeFact]
    public async Task Restores_of_volumes_survive_whatever_is_struck_down()
    {
        (await workspace.RunAsync(Create("source"))).Exits(0);
        for (var run = 1; GoesOn(run); run++)
        {
            log.WriteLine($"struck-{run}");
            await trees.OfferTargetsAsync(clusters.Green);
            await using (var jobs = JobWatch.Start(clusters.Green, Namespace))
            {
                var sight = RunSight.OfRestore(clusters.Green, jobs, trees);
                await StrikeAsync(
                    run,
                    sight,
                    "restore", "create", $"struck-{run}", "--from-backup", "source", "--mover-image", Image, "--kubeconfig",
                    clusters.Green.Kubeconfig);
                await jobs.AssertOneForEachAsync(ClaimTrees.Claims);
            }

            await AssertNothingLeftAsync(clusters.Green);
            AssertSame(trees.TargetOf);
        }

        AssertAllStruck();
    }

    private async Task StrikeAsync(int run, RunSight sight, params string[] arguments)
    {
        var campaign = new VolumeKillCampaign(workspace, plan, sight, log);
        var first = run <= KillPlan.Runs ? Victims[run % Victims.Length] : Victims.Except(struck).First();
        await campaign.RunAsync(first, arguments);
        struck.AddRange(campaign.Struck);
    }

    /// <summary>A mover may be done before it is struck: then some more runs are made.</summary>
    private bool GoesOn(int run) =>
        run <= KillPlan.Runs || (run <= KillPlan.Runs + MoreRuns && Victims.Except(struck).Any());

    private string[] Create(string name) =>
    [
        "backup", "create", name, "--include-namespaces", Namespace, "--exclude-secrets",
        "--include-volume-data", "--mover-image", Image, "--kubeconfig", clusters.Blue.Kubeconfig,
    ];

    private async Task AssertWholeAsync(string name)
    {
        var described = (await workspace.RunAsync("backup", "describe", name, "-o", "json")).Exits(0).Json();
        var folder = workspace.PathOf("restored");
        var records = described["volumes"]!.AsArray().ToDictionary(
            volume => volume!["claim"]!.GetValue<string>(),
            volume => volume!["record"]!.GetValue<string>(),
            StringComparer.Ordinal);
        foreach (var claim in ClaimTrees.Claims)
        {
            (await workspace.RunAsync("volume", "restore", records[claim], "--path", Path.Combine(folder, claim))).Exits(0);
        }

        AssertSame(claim => Path.Combine(folder, claim));
        await ClaimTrees.RemoveAsync(folder);
    }

    private void AssertSame(Func<string, string> pathOf)
    {
        foreach (var claim in ClaimTrees.Claims)
        {
            Assert.Equal(TreeDescription.Of(trees.SourceOf(claim)), TreeDescription.Of(pathOf(claim)));
        }
    }

    private async Task AssertNothingLeftAsync(Cluster cluster)
    {
        Assert.Empty(await cluster.ListAsync($"/apis/batch/v1/namespaces/{Namespace}/jobs"));
        Assert.Empty(await cluster.ListAsync($"/api/v1/namespaces/{Namespace}/pods"));
        AssertNothingLeftOfRuns();
    }

    private void AssertNothingLeftOfRuns()
    {
        LeftInStore.AssertNothing(workspace.Store);
        Assert.DoesNotContain(
            StoredFiles.Below(workspace.State), file => file.EndsWith(".journal", StringComparison.Ordinal));
    }

    private void AssertAllStruck()
    {
        log.WriteLine(string.Join(", ", struck.CountBy(victim => victim).Select(count => $"{count.Key}: {count.Value}")));
        Assert.All(Victims, victim => Assert.True(struck.Contains(victim), $"No {victim} was struck: the moments are no test."));
    }
}
