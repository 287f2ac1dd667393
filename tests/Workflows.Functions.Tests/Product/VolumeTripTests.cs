using System.Runtime.Versioning;
using Workflows.Core.Backups;
using Workflows.Core.Restores;
using Workflows.Core.Volumes;
using Workflows.Orchestrations.Backups;
using Workflows.Orchestrations.Restores;
using Workflows.Scenarios.Clusters;
using Workflows.Scenarios.Running;
using Workflows.Scenarios.Volumes;
using Workflows.Scenarios.Volumes.Kills;
using Workflows.Volumes.Tests.Support;

namespace Workflows.Functions.Tests.Product;

/// <summary>The files of claims go from blue to green by real movers, and the Durable Task host leads them.</summary>
[SupportedOSPlatform("linux")]
public sealed class VolumeTripTests : IAsyncLifetime, IDisposable
{
    private const string Namespace = "functions-volumes";

    private const int Seed = 20261122;

    /// <summary>What a few changed files may add to a store that holds the rest.</summary>
    private const long Little = 16 << 20;

    private static readonly MoverSettings Mover = new() { Image = "workflows.local/mover:1" };

    private readonly DirectoryInfo store = Directory.CreateTempSubdirectory("workflows-functions-");
    private readonly ClaimTrees trees = new(Namespace, Seed);
    private readonly ProductHost host = new();
    private Cluster? blue;
    private Cluster? green;

    public async Task InitializeAsync()
    {
        if (TestSettings.HasNode && ClusterNeeds.WhyNot() is null)
        {
            blue = await Cluster.OpenAsync(TestSettings.Blue!);
            green = await Cluster.OpenAsync(TestSettings.Green!);
            await trees.CleanAsync(blue, green);
            await trees.ClaimAsync(blue);
            await host.StartAsync();
        }
    }

    public async Task DisposeAsync()
    {
        await host.DisposeAsync();
        if (blue is not null)
        {
            await trees.CleanAsync(blue, green!);
        }

        store.Delete(recursive: true);
    }

    public void Dispose()
    {
        trees.Dispose();
        blue?.Dispose();
        green?.Dispose();
    }

    [NodeFact]
    public async Task What_changed_in_claims_since_the_last_backup_is_stored_and_all_of_it_comes_back()
    {
        var first = await BackUpAsync("first");
        Assert.Equal((BackupPhase.Completed, 0), (first.Phase, first.Errors));
        var before = StoredBytes();

        foreach (var claim in ClaimTrees.Claims)
        {
            await File.AppendAllTextAsync(Path.Combine(trees.SourceOf(claim), "bulk"), $"{claim} goes on");
        }

        var second = await BackUpAsync("second");
        Assert.Equal((BackupPhase.Completed, 0), (second.Phase, second.Errors));
        Assert.InRange(StoredBytes() - before, 1, Little);

        await trees.OfferTargetsAsync(green!);
        var restore = await RestoreAsync("second");

        Assert.Equal((RestorePhase.Completed, 0, 0), (restore.Phase, restore.Counts.Failed, restore.Different));
        Assert.All(ClaimTrees.Claims, claim =>
            Assert.Equal(TreeDescription.Of(trees.SourceOf(claim)), TreeDescription.Of(trees.TargetOf(claim))));
        LeftInStore.AssertNothing(store.FullName);
    }

    private async Task<BackupSummary> BackUpAsync(string name)
    {
        await using var jobs = JobWatch.Start(blue!, Namespace);
        var backup = await host.RunAsync(BackupNames.Backup, $"backup-{name}", new BackupSpec
        {
            Name = name,
            Cluster = new([blue!.Kubeconfig], Context: null),
            Store = store.FullName,
            Selection = new() { IncludedNamespaces = [Namespace] },
            IncludeSecrets = false,
            Mover = Mover,
        });
        await jobs.AssertOneForEachAsync(ClaimTrees.Claims);
        return backup;
    }

    private async Task<RestoreSummary> RestoreAsync(string backup)
    {
        await using var jobs = JobWatch.Start(green!, Namespace);
        var restore = await host.RunAsync(RestoreNames.Restore, $"restore-{backup}", new RestoreSpec
        {
            Name = $"{backup}-again",
            Backup = backup,
            Cluster = new([green!.Kubeconfig], Context: null),
            Store = store.FullName,
            Mover = Mover,
        });
        await jobs.AssertOneForEachAsync(ClaimTrees.Claims);
        return restore;
    }

    private long StoredBytes() => StoredFiles.Below(Path.Combine(store.FullName, "containers"))
        .Where(file => Path.GetFileName(Path.GetDirectoryName(file)) == "packs")
        .Sum(file => new FileInfo(file).Length);
}
