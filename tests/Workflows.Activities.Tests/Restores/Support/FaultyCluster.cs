using System.Collections.Specialized;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Web;
using Workflows.Kubernetes;
using Workflows.Kubernetes.Tests.Servers;

namespace Workflows.Activities.Tests.Restores.Support;

/// <summary>
/// An API server in memory for one kind of object, with the faults that a test asks for: what a real server does not
/// do on demand. It keeps what is posted and put, and answers its probe (a list of namespaces).
/// </summary>
internal sealed class FaultyCluster : IAsyncDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, JsonObject> objects = new(StringComparer.Ordinal);
    private readonly Func<FaultyCluster, FaultRequest, Reply?> fault;
    private readonly FaultServer server;
    private readonly FileInfo kubeconfig = new(Path.GetTempFileName());
    private readonly HashSet<string> collections = new(StringComparer.Ordinal);
    private int version;

    /// <param name="fault">What to answer in place of the truth; null for the truth.</param>
    public FaultyCluster(Func<FaultyCluster, FaultRequest, Reply?> fault)
    {
        this.fault = fault;
        server = new FaultServer((request, _) => fault(this, request) ?? Answer(request));
        File.WriteAllText(kubeconfig.FullName, $$"""
            { "current-context": "faulty", "clusters": [{ "name": "faulty", "cluster": { "server": "{{server.Url}}" } }],
              "users": [{ "name": "me", "user": { "token": "t" } }],
              "contexts": [{ "name": "faulty", "context": { "cluster": "faulty", "user": "me" } }] }
            """);
        Client = new ClusterClient(
            ClusterConnection.Load(new([kubeconfig.FullName], null)),
            new ClusterClientOptions
            {
                Time = Time,
                Random = new Random(1),
                ResponseTimeout = TimeSpan.FromHours(1),
                IdleTimeout = TimeSpan.FromHours(1),
            });
    }

    /// <summary>Nobody waits for repetition on it.</summary>
    public EagerTime Time { get; } = new();

    public ClusterClient Client { get; }

    public int CountOf(string method) => server.Requests.Count(
        request => request.Method == method && !request.Path.StartsWith("/api/v1/namespaces?", StringComparison.Ordinal));

    /// <summary>What was asked for with GET, without queries: objects and lists, not the probe.</summary>
    public IReadOnlyList<string> Read =>
    [
        .. server.Requests
            .Where(request => request.Method == "GET")
            .Select(request => request.Path.Split('?')[0])
            .Where(path => path != "/api/v1/namespaces"),
    ];

    /// <summary>Does what the request asks for, whatever is then answered.</summary>
    public Reply Answer(FaultRequest request)
    {
        var path = request.Path.Split('?')[0];
        lock (gate)
        {
            return request.Method switch
            {
                "GET" when path == "/api/v1/namespaces" => Reply.Json(
                    """{"kind":"NamespaceList","apiVersion":"v1","metadata":{"resourceVersion":"7"},"items":[]}"""),
                "GET" when collections.Contains(path) => List(path, HttpUtility.ParseQueryString(request.Path[path.Length..])),
                "GET" => objects.TryGetValue(path, out var found)
                    ? Reply.Json(found.ToJsonString())
                    : Reply.Failure(404, "NotFound"),
                "POST" => Create(path, (JsonObject)JsonNode.Parse(request.Text)!),
                _ => Keep(path, (JsonObject)JsonNode.Parse(request.Text)!),
            };
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await server.DisposeAsync();
        kubeconfig.Delete();
    }

    /// <summary>A page of a list, in the order of names, with how many objects come after it.</summary>
    private Reply List(string collection, NameValueCollection query)
    {
        var all = objects
            .Where(pair => pair.Key.StartsWith($"{collection}/", StringComparison.Ordinal))
            .OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => pair.Value.DeepClone())
            .ToArray();
        var from = int.Parse(query["continue"] ?? "0", CultureInfo.InvariantCulture);
        var next = from + int.Parse(query["limit"] ?? $"{all.Length}", CultureInfo.InvariantCulture);
        var metadata = new JsonObject { ["resourceVersion"] = $"{version}" };
        if (next < all.Length)
        {
            metadata["continue"] = $"{next}";
            metadata["remainingItemCount"] = all.Length - next;
        }

        var list = new JsonObject
        {
            ["kind"] = "List",
            ["apiVersion"] = "v1",
            ["metadata"] = metadata,
            ["items"] = new JsonArray([.. all.Skip(from).Take(next - from)]),
        };
        return Reply.Json(list.ToJsonString());
    }

    private Reply Create(string collection, JsonObject obj)
    {
        collections.Add(collection);
        var path = $"{collection}/{obj["metadata"]!["name"]}";
        return objects.ContainsKey(path) ? Reply.Failure(409, "AlreadyExists") : Keep(path, obj, 201);
    }

    private Reply Keep(string path, JsonObject obj, int status = 200)
    {
        obj["metadata"]!["resourceVersion"] = $"{++version}";
        objects[path] = obj;
        return Reply.Json(obj.ToJsonString(), status);
    }
}
