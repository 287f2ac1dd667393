using System.Runtime.CompilerServices;
using Workflows.Core.Resources;
using Workflows.Kubernetes.Watches;

namespace Workflows.Kubernetes;

public sealed partial class ClusterClient
{
    /// <summary>
    /// The changes after a revision, as they happen. Connections that end or break are made anew from the last
    /// revision told, so that none is missed and none comes twice. Ends with <see cref="WatchQuery.Duration"/>, or
    /// with the caller's token (<see cref="OperationCanceledException"/>).
    /// </summary>
    /// <exception cref="KubernetesApiException">
    /// Among others <see cref="KubernetesApiException.IsExpired"/>: the revision is compacted; list again.
    /// </exception>
    public async IAsyncEnumerable<WatchEvent> WatchAsync(
        ApiResource resource, string? ns, WatchQuery query, [EnumeratorCancellation] CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(resource);
        ArgumentNullException.ThrowIfNull(query);
        await Connection.OpenAsync(ct);
        var revision = query.ResourceVersion ?? await NewestRevisionAsync(resource, ns, ct);
        var watcher = new Watcher(sender, options, Connection.Server.AbsoluteUri);
        await foreach (var change in watcher.RunAsync(resource, ns, query, revision, ct))
            yield return change;
    }

    private async Task<string> NewestRevisionAsync(ApiResource resource, string? ns, CancellationToken ct)
    {
        using var page = await ListPageAsync(resource, ns, new ListQuery { Limit = 1, MetadataOnly = true }, ct);
        return page.ResourceVersion;
    }
}
