using System.Runtime.Versioning;
using Workflows.Activities.Volumes.Moving;
using Workflows.Archive.Stores.Containers;
using Workflows.Core.Errors;
using Workflows.Volumes.Backups;
using Workflows.Volumes.Handover;

namespace Workflows.Activities.Tests.Volumes;

/// <summary>
/// The program in a mover's pod, in this process: it waits, takes a hand-over, and backs a folder up with what it was
/// handed and nothing else. Each pod has a program of its own, as with pods that are never started again.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed class FakeMoverPods(string folder) : IMoverPods
{
    private readonly Dictionary<string, List<MoverLine>> logs = new(StringComparer.Ordinal);

    public List<HandoverHeader> Handed { get; } = [];

    /// <summary>Whether answers get lost, after the program has taken what it was handed.</summary>
    public bool LosesAnswers { get; set; }

    /// <summary>What the program says instead of taking it; null for taking it.</summary>
    public Func<HandoverHeader, HandoverAnswer?> Refuse { get; set; } = _ => null;

    /// <summary>Called with the pod and what it is about to be handed.</summary>
    public Func<string, HandoverHeader, Task> BeforeHandOver { get; set; } = (_, _) => Task.CompletedTask;

    public TreeBackupResult? Result { get; private set; }

    public Task<IReadOnlyList<MoverLine>> ReadLogAsync(string ns, string pod, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<MoverLine>>([.. LogOf(pod)]);

    public async Task<HandoverAnswer> HandOverAsync(
        string ns,
        string pod,
        HandoverHeader header,
        Func<Stream, CancellationToken, Task>? writeContentAsync,
        CancellationToken cancellationToken)
    {
        await BeforeHandOver(pod, header);
        Handed.Add(header);
        var atWork = LogOf(pod).LastOrDefault(line => line.Attempt is not null)?.Attempt;
        if (Refuse(header) is { } refusal)
        {
            Say(pod, MoverEvents.Refused, atWork);
            return refusal;
        }

        if (atWork is not null && atWork != header.Attempt)
        {
            return HandoverAnswer.Refuse(new HandoverException(ErrorKind.Conflict, "It is at work on another attempt."), atWork);
        }

        if (atWork is null)
        {
            Say(pod, MoverEvents.Accepted, header.Attempt);
            await WorkAsync(header, writeContentAsync, cancellationToken);
        }

        return LosesAnswers
            ? HandoverAnswer.Parse([])
            : HandoverAnswer.Accept(header.Attempt);
    }

    public void Say(string pod, string happened, string? attempt = null, long? bytes = null) =>
        LogOf(pod).Add(new(DateTimeOffset.UnixEpoch, "info", happened) { Attempt = attempt, Bytes = bytes, Message = $"{happened}." });

    private async Task WorkAsync(
        HandoverHeader header, Func<Stream, CancellationToken, Task>? writeContentAsync, CancellationToken cancellationToken)
    {
        if (header.Kind is not HandoverKind.Backup)
        {
            return;
        }

        ParentTree? parent = null;
        if (writeContentAsync is not null)
        {
            using var content = new MemoryStream();
            await writeContentAsync(content, cancellationToken);
            content.Position = 0;
            parent = await ParentTree.OpenAsync(content, null, cancellationToken);
        }

        var request = new TreeBackupRequest(header.Name, header.Volume, header.Attempt, folder) { Parent = parent };
        Result = await new TreeBackup(StoreGrants.Open(header.Grant), request, TimeProvider.System)
            .RunAsync(cancellationToken: cancellationToken);
    }

    private List<MoverLine> LogOf(string pod)
    {
        if (!logs.TryGetValue(pod, out var log))
        {
            log = logs[pod] =
            [
                new(DateTimeOffset.UnixEpoch, "info", MoverEvents.Started),
                new(DateTimeOffset.UnixEpoch, "info", MoverEvents.Waiting),
            ];
        }

        return log;
    }
}
