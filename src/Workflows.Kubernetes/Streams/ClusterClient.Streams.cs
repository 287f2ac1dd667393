using System.Globalization;
using Workflows.Core.Resources;
using Workflows.Kubernetes.Streams;
using Workflows.Kubernetes.Transport;

namespace Workflows.Kubernetes;

public sealed partial class ClusterClient
{
    private static readonly ApiResource s_pods = new("", "v1", "pods", "Pod", true, []);

    /// <summary>
    /// Runs a command in a container and waits for its end. Never repeated by itself: the command may have run.
    /// </summary>
    public async Task<ExecResult> ExecAsync(ExecRequest request, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        var target = new RequestTarget("exec in", s_pods.GroupResource, request.Namespace, request.Pod);
        if (request.Command.Count == 0)
            throw new InvalidRequestException(target, "there is no command");
        var path = ResourcePath.Object(s_pods, request.Namespace, request.Pod, "exec", target)
            .Query("container", request.Container)
            .Query("stdin", request.Stdin is null ? null : "true")
            // An answer is asked for even where it is discarded: a command without any output stream is refused.
            .Query("stdout", "true")
            .Query("stderr", request.Tty ? null : "true")
            .Query("tty", request.Tty ? "true" : null);
        foreach (var word in request.Command)
            path.Query("command", word);
        var upgrade = new ApiRequest(HttpMethod.Get, path.ToString(), target)
        {
            Accept = MediaTypes.Any,
            Repeat = RepeatSafety.Never,
        };
        using var connection = await WebSocketUpgrade.OpenAsync(
            sender, upgrade, [ExecSession.Version5, ExecSession.Version4], ct);
        return await new ExecSession(connection, request).RunAsync(ct);
    }

    /// <summary>
    /// Opens a container's log as a stream of bytes, to be disposed by the caller. Reading it may throw
    /// <see cref="KubernetesConnectionException"/>; where to go on after that is the caller's to know
    /// (<see cref="LogQuery.Timestamps"/>).
    /// </summary>
    public async Task<Stream> OpenLogsAsync(string ns, string pod, LogQuery? query, CancellationToken ct)
    {
        query ??= new LogQuery();
        var target = new RequestTarget("read logs of", s_pods.GroupResource, ns, pod);
        var seconds = query.Since is { } since ? Math.Max(1, (long)Math.Ceiling(since.TotalSeconds)) : (long?)null;
        var path = ResourcePath.Object(s_pods, ns, pod, "log", target)
            .Query("container", query.Container)
            .Query("follow", query.Follow ? "true" : null)
            .Query("previous", query.Previous ? "true" : null)
            .Query("timestamps", query.Timestamps ? "true" : null)
            .Query("sinceSeconds", seconds?.ToString(CultureInfo.InvariantCulture))
            .Query("tailLines", query.TailLines?.ToString(CultureInfo.InvariantCulture))
            .Query("limitBytes", query.LimitBytes?.ToString(CultureInfo.InvariantCulture));
        var request = new ApiRequest(HttpMethod.Get, path.ToString(), target) { Accept = MediaTypes.Any };
        var open = await sender.OpenAsync(request, null, ct);
        try
        {
            return new ResponseStream(open, await open.OpenBodyAsync(), query.Follow ? null : options.IdleTimeout);
        }
        catch
        {
            open.Dispose();
            throw;
        }
    }

    /// <summary>Opens one connection to a port of a pod, as a stream to read and write; the caller disposes it.</summary>
    public async Task<Stream> ConnectPortAsync(string ns, string pod, int port, CancellationToken ct)
    {
        var target = new RequestTarget($"forward port {port} to", s_pods.GroupResource, ns, pod);
        if (port is < 1 or > 65535)
            throw new InvalidRequestException(target, $"{port} is no port");
        var path = ResourcePath.Object(s_pods, ns, pod, "portforward", target)
            .Query("ports", port.ToString(CultureInfo.InvariantCulture));
        var upgrade = new ApiRequest(HttpMethod.Get, path.ToString(), target) { Accept = MediaTypes.Any };
        var connection = await WebSocketUpgrade.OpenAsync(sender, upgrade, [ExecSession.Version4], ct);
        return new PortStream(connection, port);
    }

    /// <summary>Listens on a port of this machine (0 for any free one) and carries its connections to the pod's.</summary>
    public PortForward ForwardPort(string ns, string pod, int port, int localPort = 0) =>
        new(localPort, ct => ConnectPortAsync(ns, pod, port, ct));
}
