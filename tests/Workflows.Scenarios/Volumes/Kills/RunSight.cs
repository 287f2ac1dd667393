using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using Workflows.Scenarios.Clusters;
using Workflows.Scenarios.Running;

namespace Workflows.Scenarios.Volumes.Kills;

/// <summary>What is to be seen of a run that moves volumes' data, from outside.</summary>
[SupportedOSPlatform("linux")]
internal sealed class RunSight
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);

    private readonly Cluster cluster;
    private readonly Dictionary<Moment, Func<Task<bool>>> moments;

    private RunSight(Cluster cluster, JobWatch jobs, Dictionary<Moment, Func<Task<bool>>> own)
    {
        this.cluster = cluster;
        moments = new(own)
        {
            [Moment.JobMade] = () => Task.FromResult(jobs.HasAny),
            [Moment.PodRuns] = async () => (await PodsAsync()).Any(pod => StateOf(pod)?["running"] is not null),
            [Moment.CleaningUp] = () => Task.FromResult(jobs.HasRemoved),
        };
    }

    /// <summary>A backup's, before it begins.</summary>
    public static RunSight OfBackup(Cluster cluster, JobWatch jobs, Workspace workspace, string name)
    {
        var containers = Path.Combine(workspace.Store, "containers");
        var before = Files(containers, "packs").ToHashSet(StringComparer.Ordinal);
        return new(cluster, jobs, new()
        {
            [Moment.HandedOver] = () => Task.FromResult(Files(containers, "intents").Any()),
            [Moment.AtWork] = () => Task.FromResult(Files(containers, "packs").Any(pack => !before.Contains(pack))),
            [Moment.WorkDone] = () => Task.FromResult(Files(containers, "results").Any()),
            [Moment.Recorded] = () => Task.FromResult(
                StoredFiles.Below(Path.Combine(workspace.Store, "catalog", "volumes"))
                    .Any(record => Path.GetFileName(record).StartsWith($"{name}.", StringComparison.Ordinal))),
        });
    }

    /// <summary>A restore's.</summary>
    public static RunSight OfRestore(Cluster cluster, JobWatch jobs, ClaimTrees trees)
    {
        var sight = default(RunSight);
        return sight = new(cluster, jobs, new()
        {
            [Moment.AtWork] = () => Task.FromResult(
                ClaimTrees.Claims.Any(claim => Directory.EnumerateFileSystemEntries(trees.TargetOf(claim)).Any())),
            [Moment.WorkDone] = async () => (await sight!.PodsAsync()).Any(pod =>
                StateOf(pod)?["terminated"]?["exitCode"]?.GetValue<int>() == 0),
        });
    }

    /// <summary>Whether such a run comes to that moment.</summary>
    public bool Knows(Moment moment) => moments.ContainsKey(moment);

    /// <summary>Waits until the run has come to a moment, or has ended.</summary>
    public async Task UntilAsync(Moment moment, Program program)
    {
        while (!program.HasEnded && !await moments[moment]())
        {
            await Task.Delay(Glance);
        }
    }

    /// <summary>The movers' pods.</summary>
    public Task<IReadOnlyList<JsonObject>> PodsAsync() =>
        cluster.ListAsync($"/api/v1/namespaces/{VolumeKillTests.Namespace}/pods");

    /// <summary>Deletes a pod at once, and asks nobody whether its programs have ended.</summary>
    /// <returns>False where there is none any more.</returns>
    public async Task<bool> TryDeleteAsync(JsonObject pod)
    {
        var path = $"/api/v1/namespaces/{VolumeKillTests.Namespace}/pods/{NameOf(pod)}";
        if (await cluster.FindAsync(path) is null)
        {
            return false;
        }

        await cluster.DeleteAsync($"{path}?gracePeriodSeconds=0");
        return true;
    }

    public static string NameOf(JsonObject obj) => obj["metadata"]!["name"]!.GetValue<string>();

    private static JsonNode? StateOf(JsonObject pod) => pod["status"]?["containerStatuses"]?[0]?["state"];

    private static IEnumerable<string> Files(string containers, string folder) =>
        StoredFiles.Below(containers).Where(file => Path.GetFileName(Path.GetDirectoryName(file)) == folder);
}
