using System.Text;
using System.Text.Json.Nodes;
using Workflows.Benchmarks.Clusters;
using Workflows.Core.Restores.Rules;

namespace Workflows.Benchmarks.Restoring;

/// <summary>
/// What a restore sends to the server, made once and without the product: each object as its cluster lists it, less
/// what a server sets itself, with the two labels that a restore adds.
/// </summary>
internal sealed class RestoredBodies
{
    private static readonly string[] SetByServers =
        ["uid", "resourceVersion", "creationTimestamp", "managedFields", "generation", "selfLink"];

    private readonly List<(string Path, byte[] Body)> objects = [];

    private RestoredBodies(IReadOnlyList<byte[]> namespaces) => Namespaces = namespaces;

    public IReadOnlyList<byte[]> Namespaces { get; }

    public IReadOnlyList<(string Path, byte[] Body)> Objects => objects;

    public static async Task<RestoredBodies> ReadAsync(SeededCluster cluster, CancellationToken cancellationToken)
    {
        var bodies = new RestoredBodies([.. Enumerable.Range(0, cluster.Namespaces.Count).Select(SeededObjects.Namespace)]);
        foreach (var kind in SeededObjects.Kinds)
        {
            foreach (var ns in cluster.Namespaces)
            {
                var path = SeededObjects.Path(kind, ns);
                var list = JsonNode.Parse(await cluster.Api.GetAsync(path, cancellationToken))!;
                foreach (var item in list["items"]!.AsArray())
                {
                    item!["apiVersion"] = kind.ApiVersion;
                    item["kind"] = kind.Kind;
                    bodies.objects.Add((path, Encoding.UTF8.GetBytes(Stripped(item.AsObject()).ToJsonString())));
                }
            }
        }

        return bodies;
    }

    /// <summary>The namespaces and the first of the objects.</summary>
    public RestoredBodies Part(int count)
    {
        var part = new RestoredBodies(Namespaces);
        part.objects.AddRange(objects.Take(count));
        return part;
    }

    /// <summary>Posts everything, so many requests at once.</summary>
    public async Task PostAsync(RawApi api, int concurrency, CancellationToken cancellationToken)
    {
        var together = new ParallelOptions { MaxDegreeOfParallelism = concurrency, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(Namespaces, together, async (body, token) =>
            await api.PostAsync("/api/v1/namespaces", body, token));
        await Parallel.ForEachAsync(objects, together, async (item, token) =>
            await api.PostAsync(item.Path, item.Body, token));
    }

    /// <summary>Everything as one list in a file, for kubectl.</summary>
    public async Task WriteListAsync(string file, CancellationToken cancellationToken)
    {
        await using var stream = File.Create(file);
        await stream.WriteAsync("{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":["u8.ToArray(), cancellationToken);
        var separator = Array.Empty<byte>();
        foreach (var body in Namespaces.Concat(objects.Select(item => item.Body)))
        {
            await stream.WriteAsync(separator, cancellationToken);
            await stream.WriteAsync(body, cancellationToken);
            separator = ",\n"u8.ToArray();
        }

        await stream.WriteAsync("]}"u8.ToArray(), cancellationToken);
    }

    private static JsonObject Stripped(JsonObject item)
    {
        var metadata = item["metadata"]!.AsObject();
        foreach (var field in SetByServers)
        {
            metadata.Remove(field);
        }

        var labels = metadata["labels"]!.AsObject();
        labels[RestoreLabels.BackupName] = "bench";
        labels[RestoreLabels.RestoreName] = "bench";
        item.Remove("status");
        return item;
    }
}
