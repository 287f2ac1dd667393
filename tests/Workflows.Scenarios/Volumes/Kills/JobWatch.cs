using System.Text.Json.Nodes;
using Workflows.Scenarios.Clusters;

namespace Workflows.Scenarios.Volumes.Kills;

/// <summary>Sees every Job of a namespace that comes and goes, however shortly it is there.</summary>
internal sealed class JobWatch : IAsyncDisposable
{
    private readonly CancellationTokenSource end = new();
    private readonly Lock gate = new();
    private readonly Dictionary<string, HashSet<string>> seen = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> alive = new(StringComparer.Ordinal);
    private readonly List<string> doubles = [];
    private readonly Task watching;
    private bool hasRemoved;

    private JobWatch(Cluster cluster, string ns) =>
        watching = WatchAsync(cluster, $"/apis/batch/v1/namespaces/{ns}/jobs");

    /// <summary>Whether one came.</summary>
    public bool HasAny => Read(() => seen.Count > 0);

    /// <summary>Whether one went.</summary>
    public bool HasRemoved => Read(() => hasRemoved);

    public static JobWatch Start(Cluster cluster, string ns) => new(cluster, ns);

    /// <summary>Waits until all that came are gone, and holds what it saw against what may be.</summary>
    /// <param name="claims">The claims, each of which has one Job, whatever was struck down.</param>
    public async Task AssertOneForEachAsync(IEnumerable<string> claims)
    {
        await TestNamespaces.UntilAsync("the last Job is seen to go", () => Task.FromResult(
            watching.IsCompleted || Read(() => alive.Values.All(jobs => jobs.Count == 0))));
        Assert.False(watching.IsCompleted, $"The watch on Jobs ended before the run: {watching.Exception?.Message}");
        Assert.Empty(Read(() => doubles.ToArray()));
        Assert.Equal(claims.Order(StringComparer.Ordinal), Read(() => seen.Keys.Order(StringComparer.Ordinal).ToArray()));
        Assert.All(Read(() => seen.Values.ToArray()), jobs => Assert.Single(jobs));
    }

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await watching.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        end.Dispose();
    }

    private async Task WatchAsync(Cluster cluster, string path)
    {
        await foreach (var change in cluster.WatchAsync(path, end.Token))
        {
            Note(change["type"]!.GetValue<string>(), change["object"]!["metadata"]!.AsObject());
        }
    }

    private void Note(string type, JsonObject metadata)
    {
        var claim = metadata["annotations"]!["workflows.dev/claim"]!.GetValue<string>();
        var uid = metadata["uid"]!.GetValue<string>();
        lock (gate)
        {
            var living = Of(alive, claim);
            if (type == "DELETED")
            {
                living.Remove(uid);
                hasRemoved = true;
                return;
            }

            Of(seen, claim).Add(uid);
            if (living.Add(uid) && living.Count > 1)
            {
                doubles.Add($"{claim}: {string.Join(" and ", living)}");
            }
        }
    }

    private static HashSet<string> Of(Dictionary<string, HashSet<string>> jobs, string claim)
    {
        if (!jobs.TryGetValue(claim, out var found))
        {
            jobs.Add(claim, found = new(StringComparer.Ordinal));
        }

        return found;
    }

    private T Read<T>(Func<T> read)
    {
        lock (gate)
            return read();
    }
}
