using System.Net;
using Workflows.Core.Resources;

namespace Workflows.Benchmarks.Clusters;

/// <summary>A control plane filled with so many objects in so many namespaces, evenly over kinds and namespaces.</summary>
internal sealed class SeededCluster : IAsyncDisposable
{
    private const int RequestsAtOnce = 32;
    private const int MostAttempts = 6;

    private SeededCluster(ControlPlane plane, int objects, int namespaces)
    {
        Plane = plane;
        Objects = objects;
        Namespaces = [.. Enumerable.Range(0, namespaces).Select(SeededObjects.NamespaceName)];
        Api = RawApi.Open(plane.Kubeconfig);
    }

    public ControlPlane Plane { get; }

    public RawApi Api { get; }

    public int Objects { get; }

    public IReadOnlyList<string> Namespaces { get; }

    public static async Task<SeededCluster> StartAsync(
        BenchmarkContext context, int objects, int namespaces, CancellationToken cancellationToken)
    {
        context.Say($"filling a cluster with {objects:N0} objects in {namespaces:N0} namespaces");
        var plane = await ControlPlane.StartAsync(cancellationToken);
        var cluster = new SeededCluster(plane, objects, namespaces);
        try
        {
            await cluster.FillAsync(cancellationToken);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>How many objects of a kind there are.</summary>
    public long CountOf(ApiResource kind) => Numbers().Count(number => KindOf(number) == kind);

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        await Plane.DisposeAsync();
    }

    private static ApiResource KindOf(int number) => SeededObjects.Kinds[number % SeededObjects.Kinds.Count];

    private IEnumerable<int> Numbers() => Enumerable.Range(0, Objects);

    private async Task FillAsync(CancellationToken cancellationToken)
    {
        var together = new ParallelOptions { MaxDegreeOfParallelism = RequestsAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(Enumerable.Range(0, Namespaces.Count), together, async (number, token) =>
            await CreateAsync("/api/v1/namespaces", SeededObjects.Namespace(number), token));
        await Parallel.ForEachAsync(Numbers(), together, async (number, token) =>
        {
            var kind = KindOf(number);
            var ns = Namespaces[number / SeededObjects.Kinds.Count % Namespaces.Count];
            await CreateAsync(SeededObjects.Path(kind, ns), SeededObjects.Body(kind, ns, number), token);
        });
    }

    /// <summary>Filling is not measured: a server that a busy machine has starved for a moment is asked again.</summary>
    private async Task CreateAsync(string path, byte[] body, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await Api.PostAsync(path, body, cancellationToken);
                return;
            }
            catch (HttpRequestException made) when (attempt > 1 && made.StatusCode == HttpStatusCode.Conflict)
            {
                return;
            }
            catch (HttpRequestException starved) when (
                attempt < MostAttempts && starved.StatusCode >= HttpStatusCode.InternalServerError)
            {
                await Task.Delay(TimeSpan.FromSeconds(attempt), cancellationToken);
            }
        }
    }
}
