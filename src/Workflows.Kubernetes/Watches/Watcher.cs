using System.Globalization;
using System.Runtime.CompilerServices;
using Workflows.Core.Resources;
using Workflows.Kubernetes.Transport;

namespace Workflows.Kubernetes.Watches;

/// <summary>Keeps a watch going over the ends of its connections, from the last revision that was told.</summary>
internal sealed class Watcher(RequestSender sender, ClusterClientOptions options, string server)
{
    /// <summary>How long one connection lasts: as client-go's, about five to ten minutes, so that servers can balance.</summary>
    private static readonly TimeSpan s_session = TimeSpan.FromMinutes(5);

    /// <summary>A session that ends sooner without a word is not asked again at once.</summary>
    private static readonly TimeSpan s_short = TimeSpan.FromSeconds(1);

    private readonly RetryPolicy policy = new(options);

    public async IAsyncEnumerable<WatchEvent> RunAsync(
        ApiResource resource, string? ns, WatchQuery query, string revision,
        [EnumeratorCancellation] CancellationToken ct)
    {
        var started = options.Time.GetTimestamp();
        for (var idleEnds = 0; ;)
        {
            var opened = options.Time.GetTimestamp();
            KubernetesException? failure = null;
            var told = false;
            using (var session = await OpenAsync(resource, ns, query, revision, Remaining(query, started), ct))
            {
                while (true)
                {
                    (var next, failure) = await TryNextAsync(session);
                    if (next is null)
                        break;
                    told = true;
                    revision = next.ResourceVersion.Length > 0 ? next.ResourceVersion : revision;
                    yield return next;
                }
            }

            if (Remaining(query, started) <= TimeSpan.Zero)
                yield break;
            idleEnds = told || (failure is null && options.Time.GetElapsedTime(opened) >= s_short) ? 0 : idleEnds + 1;
            if (failure is not null && idleEnds >= options.MaxAttempts)
                throw failure;
            if (failure is not null || idleEnds > 0)
                await WaitAsync(Math.Max(1, idleEnds), failure, ct);
        }
    }

    /// <summary>A failure that a new connection may not have is returned; every other is thrown.</summary>
    private static async ValueTask<(WatchEvent? Event, KubernetesException? Failure)> TryNextAsync(WatchSession session)
    {
        try
        {
            return (await session.NextAsync(), null);
        }
        catch (KubernetesException e) when (RetryPolicy.IsWorthRepeating(e, RepeatSafety.Harmless))
        {
            return (null, e);
        }
    }

    private async Task<WatchSession> OpenAsync(
        ApiResource resource, string? ns, WatchQuery query, string revision, TimeSpan remaining, CancellationToken ct)
    {
        var target = new RequestTarget("watch", resource.GroupResource, ns, null);
        var session = remaining < s_session ? remaining : s_session;
        var seconds = Math.Max(1, (int)Math.Ceiling(session.TotalSeconds));
        var path = ResourcePath.Collection(resource, ns, target)
            .Query("watch", "true")
            .Query("resourceVersion", revision)
            .Query("allowWatchBookmarks", query.Bookmarks ? "true" : null)
            .Query("timeoutSeconds", seconds.ToString(CultureInfo.InvariantCulture))
            .Query("labelSelector", query.LabelSelector)
            .Query("fieldSelector", query.FieldSelector);
        var request = new ApiRequest(HttpMethod.Get, path.ToString(), target)
        {
            Accept = query.MetadataOnly ? MediaTypes.Metadata : MediaTypes.Json,
        };
        var open = await sender.OpenAsync(request, null, ct);
        open.AllowPause(TimeSpan.FromSeconds(seconds) + options.IdleTimeout);
        return await WatchSession.StartAsync(open, options.MaxBodyBytes, server);
    }

    private TimeSpan Remaining(WatchQuery query, long started) =>
        query.Duration is { } duration ? duration - options.Time.GetElapsedTime(started) : TimeSpan.MaxValue;

    private Task WaitAsync(int times, KubernetesException? failure, CancellationToken ct)
    {
        var wait = failure is null ? options.FirstBackoff * Math.Min(times, 50) : policy.Delay(times, failure);
        return Task.Delay(wait, options.Time, ct);
    }
}
