using Workflows.Archive.Stores.Containers;
using Workflows.Core.Errors;
using Workflows.Mover.Output;
using Workflows.Volumes.Backups;
using Workflows.Volumes.Handover;

namespace Workflows.Mover.Waiting;

/// <summary>Reads what somebody hands over, and answers.</summary>
/// <param name="desk">Decides.</param>
/// <param name="limits">What is borne with.</param>
/// <param name="open">Opens a grant's store.</param>
/// <param name="spool">The folder where a parent's entries take their room.</param>
/// <param name="log">Is told.</param>
/// <param name="time">The clock.</param>
internal sealed class Reception(
    Desk desk, HandoverLimits limits, Func<StoreGrant, GrantedStore> open, string spool, MoverLog log, TimeProvider time)
{
    /// <summary>How long an answer may take to be read.</summary>
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(10);

    /// <summary>Serves one who connected. Whatever they send, nothing is thrown.</summary>
    /// <param name="peer">The connection.</param>
    /// <param name="cancellationToken">There is nothing more to be handed over: what is still being said is not heard out.</param>
    public async Task ServeAsync(Stream peer, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await ReceiveAsync(peer, cancellationToken);
            if (!answer.Accepted)
            {
                log.Warn(MoverEvents.Refused, line => line with { Kind = answer.Kind, Message = answer.Message, Attempt = answer.Attempt });
            }

            // Whoever handed over the job is told so, even if it is done by now.
            using var late = new CancellationTokenSource(AnswerTime, time);
            await peer.WriteAsync(answer.ToLine(), late.Token);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            // They will ask again.
        }
    }

    private async Task<HandoverAnswer> ReceiveAsync(Stream peer, CancellationToken cancellationToken)
    {
        using var reader = new HandoverReader(peer, limits, time);
        try
        {
            var header = await reader.ReadHeaderAsync(cancellationToken);
            if (desk.Consider(header) is { } answer)
            {
                return answer;
            }

            return header.Kind == HandoverKind.Grant
                ? await RenewAsync(reader, header, cancellationToken)
                : await TakeAsync(reader, header, cancellationToken);
        }
        catch (WorkflowsException unusable)
        {
            return HandoverAnswer.Refuse(unusable);
        }
        catch (Exception noRoom) when (noRoom is IOException or UnauthorizedAccessException)
        {
            return HandoverAnswer.Refuse(new HandoverException(
                ErrorKind.Failed, $"What was handed over finds no room in '{spool}': {noRoom.Message} Give the mover's pod more of it.", noRoom));
        }
        catch (Exception unforeseen) when (unforeseen is not OperationCanceledException)
        {
            // It is read before it is known to be whole, and may be anything. What it is may be a secret.
            log.Error(MoverEvents.Problem, line => line with { Message = $"{unforeseen.GetType()}\n{unforeseen.StackTrace}" });
            return HandoverAnswer.Refuse(new HandoverException(
                ErrorKind.Failed, $"The hand-over can't be read ({unforeseen.GetType().Name}). The mover's log has more.", unforeseen));
        }
    }

    private async Task<HandoverAnswer> RenewAsync(HandoverReader reader, HandoverHeader header, CancellationToken cancellationToken)
    {
        await reader.CompleteAsync(cancellationToken);
        var answer = desk.Renew(header);
        if (answer.Accepted)
        {
            log.Info(MoverEvents.Renewed, line => line with { Attempt = header.Attempt, ExpiresAt = header.Grant.ExpiresAt });
        }

        return answer;
    }

    private async Task<HandoverAnswer> TakeAsync(HandoverReader reader, HandoverHeader header, CancellationToken cancellationToken)
    {
        var store = open(header.Grant);
        HandedJob? job = null;
        var taken = false;
        try
        {
            job = header.Kind == HandoverKind.Restore
                ? await ReadRestoreAsync(reader, header, store, cancellationToken)
                : await ReadBackupAsync(reader, header, store, cancellationToken);
            await reader.CompleteAsync(cancellationToken);
            return desk.Take(job, out taken);
        }
        finally
        {
            if (!taken)
            {
                store.Dispose();
                await (job?.DisposeAsync() ?? ValueTask.CompletedTask);
            }
        }
    }

    private static async Task<HandedJob> ReadRestoreAsync(
        HandoverReader reader, HandoverHeader header, GrantedStore store, CancellationToken cancellationToken)
    {
        var record = await HandedRecord.ReadAsync(reader.Content, header, cancellationToken);
        return new(header, store) { Record = record, Keys = HandoverKeys.OfRestore(header, record) };
    }

    private async Task<HandedJob> ReadBackupAsync(
        HandoverReader reader, HandoverHeader header, GrantedStore store, CancellationToken cancellationToken)
    {
        var key = HandoverKeys.OfBackup(header);
        var parent = header.HasContent ? await ParentTree.OpenAsync(reader.Content, spool, cancellationToken) : null;
        var job = new HandedJob(header, store) { Key = key, Parent = parent };
        if (parent is { Name: not null } && parent.IsEncrypted != key is not null)
        {
            await job.DisposeAsync();
            throw new HandoverException(
                ErrorKind.Usage, "A backup and its parent are both encrypted, or neither is: hand over the one that fits, or none.");
        }

        return job;
    }
}
