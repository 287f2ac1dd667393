using Workflows.Benchmarks.Clusters;
using Workflows.Core.Backups;
using Workflows.Core.Backups.Planning;

namespace Workflows.Benchmarks.Capturing;

/// <summary>The pages that a backup of a seeded cluster reads, fetched with the same concurrency and thrown away.</summary>
internal sealed class RawCapture(SeededCluster cluster)
{
    private readonly int pageSize = Defaults.PageSize;
    private readonly IReadOnlyList<CapturePart> parts = new PartCutter(Defaults.PageSize).Cut(
        SeededObjects.Kinds.Select(kind => new SurveyedKind(kind, cluster.CountOf(kind))),
        cluster.Namespaces,
        cluster.Namespaces.Count);

    /// <summary>What a backup does unless it is told otherwise.</summary>
    private static BackupSpec Defaults { get; } = new()
    {
        Name = "defaults", Cluster = new([], null), Store = "", IncludeSecrets = true,
    };

    public int Parts => parts.Count;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var revision = await RevisionAsync(cancellationToken);
        var window = new ParallelOptions { MaxDegreeOfParallelism = Defaults.Window, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(parts, window, async (part, token) =>
        {
            foreach (var slice in part.Slices)
            {
                await ReadAsync(slice, revision, token);
            }
        });
    }

    private async Task ReadAsync(CaptureSlice slice, string revision, CancellationToken cancellationToken)
    {
        var path = $"{SeededObjects.Path(slice.ToResource(), slice.Namespace)}?limit={pageSize}";
        var token = await cluster.Api.DiscardAsync(
            $"{path}&resourceVersion={revision}&resourceVersionMatch=Exact", cancellationToken);
        while (token is not null)
        {
            token = await cluster.Api.DiscardAsync($"{path}&continue={Uri.EscapeDataString(token)}", cancellationToken);
        }
    }

    private async Task<string> RevisionAsync(CancellationToken cancellationToken)
    {
        using var list = System.Text.Json.JsonDocument.Parse(
            await cluster.Api.GetAsync("/api/v1/namespaces?limit=1", cancellationToken));
        return list.RootElement.GetProperty("metadata").GetProperty("resourceVersion").GetString()!;
    }
}
