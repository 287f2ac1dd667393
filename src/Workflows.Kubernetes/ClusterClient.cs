using System.Text.Json;
using Workflows.Core.Resources;
using Workflows.Kubernetes.ApiDiscovery;
using Workflows.Kubernetes.Lists;
using Workflows.Kubernetes.Objects;
using Workflows.Kubernetes.Transport;

namespace Workflows.Kubernetes;

/// <summary>
/// Talks to one API server about any resource, in bytes: no object becomes a typed model. Safe for use by many at
/// once, and meant to be shared, since the limit on requests at work belongs to the client.
/// </summary>
/// <remarks>
/// Every call may throw <see cref="KubernetesApiException"/> (the server said no),
/// <see cref="KubernetesConnectionException"/> (no whole answer came), <see cref="MalformedResponseException"/>,
/// <see cref="InvalidRequestException"/> and <see cref="CredentialException"/>. Repetition is already behind them.
/// </remarks>
public sealed partial class ClusterClient : IDisposable
{
    private readonly ClusterClientOptions options;
    private readonly RequestSender sender;

    public ClusterClient(ClusterConnection connection, ClusterClientOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(connection);
        Connection = connection;
        this.options = options ?? new ClusterClientOptions();
        sender = new RequestSender(connection, this.options);
    }

    public ClusterConnection Connection { get; }

    /// <summary>How many requests may be at work at once now; it follows what the server bears.</summary>
    public int CurrentConcurrency => sender.Limiter.Current;

    public async Task<ServerVersion> GetVersionAsync(CancellationToken ct)
    {
        var target = new RequestTarget("get the version", null, null, null);
        var body = await sender.SendAsync(new ApiRequest(HttpMethod.Get, "/version", target), ReadObjectAsync, ct);
        try
        {
            using var document = JsonDocument.Parse(body.Json);
            var root = document.RootElement;
            return new ServerVersion(
                LeadingNumber(root.Text("major")), LeadingNumber(root.Text("minor")), root.Text("gitVersion"));
        }
        catch (JsonException e)
        {
            throw new MalformedResponseException(target, "it is no version", e);
        }
    }

    /// <summary>Everything that the server serves. A group that can't be asked is reported in the result.</summary>
    public Task<Discovery> DiscoverAsync(CancellationToken ct) =>
        new Discoverer(sender, options.MaxBodyBytes).DiscoverAsync(ct);

    /// <summary>One page of a list. The page holds a rented buffer: dispose it soon.</summary>
    /// <param name="resource">What to list.</param>
    /// <param name="ns">The namespace; null for all of them, or for a resource of the cluster.</param>
    /// <param name="query">Which objects, of which moment.</param>
    /// <param name="ct">Cancels the request.</param>
    public Task<ListPage> ListPageAsync(ApiResource resource, string? ns, ListQuery query, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(resource);
        ArgumentNullException.ThrowIfNull(query);
        var target = new RequestTarget("list", resource.GroupResource, ns, null);
        var first = query.Continue is null;
        var path = ResourcePath.Collection(resource, ns, target)
            .Query("limit", query.Limit?.ToString())
            .Query("continue", query.Continue)
            .Query("resourceVersion", first ? query.ResourceVersion : null)
            .Query("resourceVersionMatch", first ? query.Match?.ToString() : null)
            .Query("labelSelector", query.LabelSelector)
            .Query("fieldSelector", query.FieldSelector);
        var request = new ApiRequest(HttpMethod.Get, path.ToString(), target)
        {
            Accept = query.MetadataOnly ? MediaTypes.MetadataList : MediaTypes.Json,
        };
        return sender.SendAsync(request, response => ReadPageAsync(response, resource), ct);
    }

    public void Dispose() => sender.Dispose();

    private async Task<ListPage> ReadPageAsync(ExchangeResponse response, ApiResource resource)
    {
        var body = await BodyReader.ReadAsync(response, options.MaxBodyBytes);
        try
        {
            var slices = ListSlicer.Slice(body.GetSpan());
            return new ListPage(body, slices, resource.ApiVersion, resource.Kind);
        }
        catch (SlicerException e)
        {
            ((IDisposable)body).Dispose();
            throw new MalformedResponseException(response.Target, e.Message, e) { IsTruncated = e.IsTruncated };
        }
    }

    private Task<ObjectBytes> ReadObjectAsync(ExchangeResponse response) =>
        JsonBody.ReadAsync(response, options.MaxBodyBytes);

    private static int LeadingNumber(string text)
    {
        var digits = text.AsSpan().IndexOfAnyExceptInRange('0', '9');
        return int.TryParse(digits < 0 ? text : text.AsSpan(0, digits), out var number) ? number : 0;
    }
}
