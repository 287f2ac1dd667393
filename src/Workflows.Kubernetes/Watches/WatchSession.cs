using Workflows.Kubernetes.Errors;
using Workflows.Kubernetes.Lists;
using Workflows.Kubernetes.Transport;

namespace Workflows.Kubernetes.Watches;

/// <summary>One connection of a watch, from its answer's beginning to its end.</summary>
internal sealed class WatchSession : IDisposable
{
    private readonly OpenResponse open;
    private readonly LineReader lines;
    private readonly string server;

    private WatchSession(OpenResponse open, LineReader lines, string server)
    {
        this.open = open;
        this.lines = lines;
        this.server = server;
    }

    /// <param name="open">The answer, which the session owns from now on.</param>
    /// <param name="longestEvent">In bytes.</param>
    /// <param name="server">The server's URL, for errors.</param>
    public static async Task<WatchSession> StartAsync(OpenResponse open, int longestEvent, string server)
    {
        try
        {
            return new WatchSession(open, new LineReader(await open.OpenBodyAsync(), longestEvent), server);
        }
        catch
        {
            open.Dispose();
            throw;
        }
    }

    /// <summary>The next event; null when the server has ended the watch.</summary>
    /// <exception cref="KubernetesException">The watch failed; expired (410) if its revision is compacted.</exception>
    public async ValueTask<WatchEvent?> NextAsync()
    {
        try
        {
            while (await lines.ReadAsync(open.Token) is { } line)
            {
                if (!line.Span.Trim(" \r\t"u8).IsEmpty)
                    return Read(line.Span);
            }

            return null;
        }
        catch (SlicerException e)
        {
            throw new MalformedResponseException(open.Target, e.Message, e) { IsTruncated = e.IsTruncated };
        }
        catch (InvalidDataException e)
        {
            throw new MalformedResponseException(open.Target, "an event is longer than is allowed", e);
        }
        catch (Exception e) when (e is not KubernetesException)
        {
            if (open.Translate(e) is { } failure)
                throw failure;
            throw;
        }
    }

    public void Dispose()
    {
        open.Dispose();
        lines.Dispose();
    }

    private WatchEvent Read(ReadOnlySpan<byte> line)
    {
        var parsed = EventParser.Parse(line);
        var type = parsed.Type switch
        {
            "ADDED" => WatchEventType.Added,
            "MODIFIED" => WatchEventType.Modified,
            "DELETED" => WatchEventType.Deleted,
            "BOOKMARK" => WatchEventType.Bookmark,
            "ERROR" => throw new KubernetesApiException(
                open.Target, StatusReader.ReadEvent(parsed.Object, open.Target.Resource), server),
            _ => throw new MalformedResponseException(open.Target, "an event has an unknown type"),
        };
        return new WatchEvent(type, new ObjectBytes(parsed.Object.ToArray()), parsed.ResourceVersion);
    }
}
