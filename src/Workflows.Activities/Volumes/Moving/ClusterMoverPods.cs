using Workflows.Core.Volumes.Jobs;
using Workflows.Kubernetes;
using Workflows.Volumes.Handover;

namespace Workflows.Activities.Volumes.Moving;

/// <summary>Speaks with pods through the API server: their logs, and a command that passes its input on.</summary>
internal sealed class ClusterMoverPods(ClusterClient client) : IMoverPods
{
    /// <summary>Enough that a line of progress is among them, though many entries had problems.</summary>
    private const int Tail = 50;

    public async Task<IReadOnlyList<MoverLine>> ReadLogAsync(string ns, string pod, CancellationToken cancellationToken)
    {
        try
        {
            var query = new LogQuery { Container = MoverJob.Container, TailLines = Tail };
            await using var log = await client.OpenLogsAsync(ns, pod, query, cancellationToken);
            using var reader = new StreamReader(log);
            var lines = new List<MoverLine>();
            while (await reader.ReadLineAsync(cancellationToken) is { } line)
            {
                if (MoverLine.TryParse(line) is { } parsed)
                {
                    lines.Add(parsed);
                }
            }

            return lines;
        }
        catch (KubernetesApiException early) when (early.HttpStatus == 400)
        {
            // The container is about to start.
            return [];
        }
    }

    public Task<HandoverAnswer> HandOverAsync(
        string ns,
        string pod,
        HandoverHeader header,
        Func<Stream, CancellationToken, Task>? writeContentAsync,
        CancellationToken cancellationToken) =>
        HandoverExchange.RunAsync(
            header,
            writeContentAsync,
            (input, output, token) => client.ExecAsync(
                new()
                {
                    Namespace = ns,
                    Pod = pod,
                    Container = MoverJob.Container,
                    Command = HandoverExchange.Command,
                    Stdin = input,
                    Stdout = output,
                },
                token),
            cancellationToken);
}
