using System.Text;
using Workflows.Core.Clusters;
using Workflows.Kubernetes;
using Workflows.Kubernetes.Tests.Certificates;
using Workflows.Kubernetes.Tests.Servers;

namespace Workflows.Clouds.Tests.Support;

/// <summary>
/// All clouds as one server on this machine, which answers as their documentation says, and an API server that takes the
/// tokens that it is told to.
/// </summary>
internal sealed class LocalCloud : IAsyncDisposable
{
    private readonly TestAuthority authority = TestAuthority.Create();
    private readonly FaultServer clouds;
    private readonly ToLocalServer way;

    public LocalCloud()
    {
        Identity = new FixedIdentity(Time);
        clouds = new FaultServer((request, _) => Answer($"{request.Method} {request.Header(ToLocalServer.MeantFor)}{request.Path}", request));
        Api = new FaultServer(
            (request, _) => Accepts(request.Header("Authorization"))
                ? Reply.Json("""{"major":"1","minor":"36","gitVersion":"v1.36.0"}""")
                : Reply.Failure(401, "Unauthorized"),
            authority.Server());
        way = new ToLocalServer(clouds.Url);
        Access = new CloudAccess(new CloudEnvironment
        {
            Variable = name => Variables.GetValueOrDefault(name),
            AzureIdentity = () => Identity,
            Network = way,
            Machine = way,
            Time = Time,
        });
    }

    public CloudAccess Access { get; }

    public PatientTime Time { get; } = new();

    public FixedIdentity Identity { get; }

    public Dictionary<string, string?> Variables { get; } = new(StringComparer.Ordinal) { ["AWS_EC2_METADATA_DISABLED"] = "true" };

    /// <summary>What clouds answer, by "METHOD https://host/path" and the request.</summary>
    public Func<string, FaultRequest, Reply> Answer { get; set; } = (asked, _) => Reply.Json($"{{\"asked\":\"{asked}\"}}", 404);

    /// <summary>What the API server lets in, by the Authorization header.</summary>
    public Func<string?, bool> Accepts { get; set; } = _ => true;

    public FaultServer Api { get; }

    public string AuthorityPem => authority.Pem;

    /// <summary>The authority as clouds give it.</summary>
    public string AuthorityData => Convert.ToBase64String(Encoding.ASCII.GetBytes(AuthorityPem));

    /// <summary>What clouds were asked, in order.</summary>
    public IReadOnlyList<FaultRequest> Asked => [.. clouds.Requests];

    /// <summary>Whom requests were meant for, and for what.</summary>
    public IReadOnlyList<string> Calls =>
        [.. clouds.Requests.Select(request => $"{request.Method} {request.Header(ToLocalServer.MeantFor)}{request.Path}")];

    /// <summary>A client of a declared cluster.</summary>
    public ClusterClient Client(CloudSource source, string? context = null) => new(
        Access.Connect(new ClusterReference([], context) { Name = "blue", Cloud = source }),
        new ClusterClientOptions { Time = Time, ResponseTimeout = TimeSpan.FromHours(1), IdleTimeout = TimeSpan.FromHours(1) });

    /// <summary>Reaches a cluster and gives its version.</summary>
    public async Task<string> VersionAsync(CloudSource source, string? context = null)
    {
        using var client = Client(source, context);
        return (await client.GetVersionAsync(CancellationToken.None)).GitVersion;
    }

    /// <summary>What was sent to the API server to be let in, in order.</summary>
    public IReadOnlyList<string?> Shown => [.. Api.Requests.Select(request => request.Header("Authorization"))];

    public async ValueTask DisposeAsync()
    {
        way.Dispose();
        await clouds.DisposeAsync();
        await Api.DisposeAsync();
        authority.Dispose();
    }
}
