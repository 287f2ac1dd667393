using Workflows.Archive.Encryption.Volumes;
using Workflows.Core.Errors;
using Workflows.Core.Volumes;
using Workflows.Core.Volumes.Seeing;
using Workflows.Orchestrations.Volumes;
using Workflows.Volumes.Handover;

namespace Workflows.Activities.Volumes.Moving;

/// <summary>Gives a running mover what it needs: its job, and the next grant before the one that it has ends.</summary>
internal sealed class MoverCare(ActivityServices services, AttendInput input, IMoverPods pods)
{
    /// <summary>An intent is good for a day; an hour lost is nothing then.</summary>
    private static readonly TimeSpan IntentRenewal = TimeSpan.FromHours(1);

    private readonly ClaimStore store = ClaimStore.Open(services, input.Move);
    private readonly PlannedClaim planned = input.Move.Planned;

    private bool IsBackup => input.Move.Run.Task is MoverTask.Backup;

    private string Namespace => input.Move.Mounted.Namespace;

    private DateTimeOffset Now => services.Time.GetUtcNow();

    public async Task<MoverReport> TendAsync(string pod, CancellationToken cancellationToken)
    {
        var log = await pods.ReadLogAsync(Namespace, pod, cancellationToken);
        var latest = log.LastOrDefault(line => line.Event is not (MoverEvents.Refused or MoverEvents.Problem));
        if (latest is null or { Event: MoverEvents.Started })
        {
            return Running(input.State, 0);
        }

        if (latest.Event == MoverEvents.Waiting)
        {
            return await HandOverAsync(pod, cancellationToken);
        }

        var state = Adopt(pod, log);
        return Running(
            await RenewAsync(pod, state, cancellationToken),
            log.LastOrDefault(line => line.Event == MoverEvents.Progress)?.Bytes ?? 0) with
        {
            Reason = latest.Event == MoverEvents.StoreWaiting ? LastWords.Cut(latest.Message) : null,
        };
    }

    private async Task<MoverReport> HandOverAsync(string pod, CancellationToken cancellationToken)
    {
        // A hand-over to this very pod that came to nothing is made again as it was; another pod is another attempt.
        var attempt = input.State.Pod == pod ? input.State.Attempt : null;
        var (header, content) = IsBackup
            ? await BackupAsync(attempt, cancellationToken)
            : await RestoreAsync(attempt, cancellationToken);
        await using (content)
        {
            var answer = await pods.HandOverAsync(Namespace, pod, header, content.WriteAsync, cancellationToken);
            return answer switch
            {
                { Accepted: true } => Running(Known(pod, header.Attempt) with { RenewGrantAt = store.RenewalOf(header.Grant) }, 0),
                { Attempt: { } other } => Running(Known(pod, other) with { RenewGrantAt = Now }, 0),
                { Kind: ErrorKind.Unavailable } => throw Refused(answer),
                _ => LastWords.Report(MoverPhase.Failed, $"Its mover refuses its job: {answer.Message}", input),
            };
        }
    }

    private async Task<(HandoverHeader Header, HandedContent Content)> BackupAsync(
        string? attempt, CancellationToken cancellationToken)
    {
        var runs = await store.OpenRunsAsync(cancellationToken);
        if (attempt is null)
        {
            attempt = await runs.BeginAsync(planned.Record, planned.Volume, cancellationToken);
        }
        else
        {
            await runs.RenewAsync(planned.Record, planned.Volume, attempt, cancellationToken);
        }

        var key = await store.FindKeyAsync(cancellationToken);
        var content = HandedContent.Of(
            await runs.FindParentAsync(planned.Volume, key: key, cancellationToken: cancellationToken));
        var header = await HeaderAsync(HandoverKind.Backup, attempt, cancellationToken);
        return (key is null ? header : header with { Keys = KeysOf([key.ForAttempt(attempt)]) }, content);
    }

    /// <summary>
    /// The claim is this restore's own, and may hold what an attempt before had begun, or a file system's own folder.
    /// </summary>
    private async Task<(HandoverHeader Header, HandedContent Content)> RestoreAsync(
        string? attempt, CancellationToken cancellationToken)
    {
        var (record, keys) = await store.OpenRecordAsync(cancellationToken);
        var header = await HeaderAsync(HandoverKind.Restore, attempt ?? Guid.NewGuid().ToString("N"), cancellationToken);
        var needed = keys is null ? [] : record.Attempts.Select(keys.Find).OfType<AttemptKey>();
        return (header with { Overwrite = true, Keys = KeysOf(needed) }, HandedContent.Of(record));
    }

    private static Dictionary<string, byte[]> KeysOf(IEnumerable<AttemptKey> keys) =>
        keys.ToDictionary(key => key.Attempt, key => key.Export(), StringComparer.Ordinal);

    private async Task<HandoverHeader> HeaderAsync(
        HandoverKind kind, string attempt, CancellationToken cancellationToken) => new()
    {
        Kind = kind,
        Name = planned.Record,
        Volume = planned.Volume,
        Attempt = attempt,
        Grant = await store.GrantAsync(cancellationToken),
    };

    /// <summary>
    /// A hand-over whose answer was lost leaves a mover at work on an attempt that nobody here knows: its log names it.
    /// When its grant ends is not known then, and it gets another at once.
    /// </summary>
    private MoverState Adopt(string pod, IReadOnlyList<MoverLine> log)
    {
        if (input.State.Pod == pod)
        {
            return input.State;
        }

        return log.LastOrDefault(line => line.Attempt is not null)?.Attempt is { } attempt
            ? Known(pod, attempt) with { RenewGrantAt = Now, RenewIntentAt = IsBackup ? Now : null }
            : input.State;
    }

    private async Task<MoverState> RenewAsync(string pod, MoverState state, CancellationToken cancellationToken)
    {
        if (state.Attempt is not { } attempt || state.Pod != pod)
        {
            return state;
        }

        if (state.RenewIntentAt <= Now)
        {
            await (await store.OpenRunsAsync(cancellationToken))
                .RenewAsync(planned.Record, planned.Volume, attempt, cancellationToken);
            state = state with { RenewIntentAt = Now + IntentRenewal };
        }

        if (state.RenewGrantAt <= Now)
        {
            var header = await HeaderAsync(HandoverKind.Grant, attempt, cancellationToken);
            var answer = await pods.HandOverAsync(Namespace, pod, header, null, cancellationToken);
            state = answer.Accepted ? state with { RenewGrantAt = store.RenewalOf(header.Grant) } : throw Refused(answer);
        }

        return state;
    }

    private MoverState Known(string pod, string attempt) => new()
    {
        Pod = pod,
        Attempt = attempt,
        RenewIntentAt = IsBackup ? Now + IntentRenewal : null,
    };

    private static MoverReport Running(MoverState state, long bytes) => new(MoverPhase.Running, null, state, bytes);

    /// <summary>It is tried again by whoever called.</summary>
    private static WorkflowsException Refused(HandoverAnswer answer) =>
        new(ErrorKind.Unavailable, $"The mover does not take what it was handed: {answer.Message}");
}
