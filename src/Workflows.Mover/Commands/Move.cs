using System.Runtime.Versioning;
using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Containers;
using Workflows.Core.Errors;
using Workflows.Mover.Output;
using Workflows.Mover.Stores;
using Workflows.Mover.Waiting;
using Workflows.Volumes.Backups;
using Workflows.Volumes.Handover;
using Workflows.Volumes.Manifests;
using Workflows.Volumes.Restores;
using Workflows.Volumes.Stores;

namespace Workflows.Mover.Commands;

/// <summary>Waits for a job, does it, and says how it ended.</summary>
/// <param name="arguments">What it was started with.</param>
/// <param name="log">Is told.</param>
/// <param name="time">The clock.</param>
[SupportedOSPlatform("linux")]
internal sealed class Move(MoverArguments arguments, MoverLog log, TimeProvider time)
{
    private readonly Desk desk = new(arguments.Command == MoverCommand.Backup ? HandoverKind.Backup : HandoverKind.Restore);

    /// <summary>Does it. Nothing is thrown: whatever happens, there is an outcome.</summary>
    public async Task<MoverOutcome> RunAsync(CancellationToken cancellationToken)
    {
        log.Info(MoverEvents.Started, line => line with { Path = arguments.Path, Version = ProgramVersion.Text });
        MoverOutcome outcome;
        try
        {
            outcome = await ServeAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            outcome = new() { Outcome = MoverOutcome.Interrupted };
        }
        catch (WorkflowsException failed)
        {
            outcome = Failure(failed.Kind, failed.Message, failed.IsTransient);
        }
        catch (Exception unexpected)
        {
            // Its message may quote anything, a token too; where it comes from is what helps.
            log.Error(MoverEvents.Problem, line => line with { Message = $"{unexpected.GetType()}\n{unexpected.StackTrace}" });
            outcome = Failure(
                ErrorKind.Failed, $"Something unforeseen happened ({unexpected.GetType().Name}); the mover's log has more.", transient: false);
        }

        return Tell(outcome with { Attempt = desk.Job.IsCompleted ? (await desk.Job).Header.Attempt : null });
    }

    private async Task<MoverOutcome> ServeAsync(CancellationToken cancellationToken)
    {
        if (!Directory.Exists(arguments.Path))
        {
            throw new HandoverException(ErrorKind.Usage, $"There is no directory '{arguments.Path}': mount the volume there.");
        }

        using var socket = HandoverSocket.Listen(arguments.Socket);
        using var end = new CancellationTokenSource();
        var reception = new Reception(desk, new(), OpenStore, arguments.Spool, log, time);
        var serving = socket.ServeAsync(reception.ServeAsync, end.Token);
        try
        {
            log.Info(MoverEvents.Waiting, line => line with { Path = arguments.Socket });
            await using var job = await WaitAsync(serving, cancellationToken);
            return await RunAsync(job, cancellationToken);
        }
        finally
        {
            await end.CancelAsync();
            await serving;
        }
    }

    private async Task<HandedJob> WaitAsync(Task serving, CancellationToken cancellationToken)
    {
        try
        {
            await Task.WhenAny(desk.Job, serving).WaitAsync(arguments.Wait, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw new HandoverException(
                ErrorKind.Unavailable, $"Nothing was handed over for {arguments.Wait.TotalMinutes} minutes: whoever started this mover is gone.");
        }

        if (serving.IsFaulted)
        {
            await serving;
        }

        return await desk.Job;
    }

    private GrantedStore OpenStore(StoreGrant grant) => StoreGrants.Open(grant, arguments.StoreFolder, arguments.Spool, time);

    private async Task<MoverOutcome> RunAsync(HandedJob job, CancellationToken cancellationToken)
    {
        var header = job.Header;
        log.Info(
            MoverEvents.Accepted,
            line => line with
            {
                Attempt = header.Attempt,
                Name = header.Name,
                Volume = header.Volume,
                Store = header.Grant.Location,
                ExpiresAt = header.Grant.ExpiresAt,
            });
        var patience = new Patience(job.Store.Location, () => job.Store.ExpiresAt, arguments.Patience, log, time);
        desk.RenewWith(grant =>
        {
            job.Store.Renew(grant);
            patience.GrantRenewed();
        });
        var store = new PatientStore(job.Store, patience);
        await using var progress = new ProgressLines(log, header.Attempt, time);
        return header.Kind == HandoverKind.Backup
            ? await BackUpAsync(job, store, progress, cancellationToken)
            : await RestoreAsync(job, store, progress, cancellationToken);
    }

    private async Task<MoverOutcome> BackUpAsync(
        HandedJob job, IArchiveStore store, ProgressLines progress, CancellationToken cancellationToken)
    {
        var header = job.Header;
        var request = new TreeBackupRequest(header.Name, header.Volume, header.Attempt, arguments.Path)
        {
            Key = job.Key,
            Parent = job.Parent,
        };
        var result = await new TreeBackup(store, request, time).RunAsync(progress, cancellationToken);
        Tell(result.Problems);
        return new()
        {
            Outcome = MoverOutcome.Completed,
            Result = new VolumeLayout(header.Volume).Result(header.Attempt),
            Entries = result.Totals.Files + result.Totals.Directories + result.Totals.Others,
            Bytes = result.Totals.Bytes,
            Problems = result.Totals.Problems,
        };
    }

    private async Task<MoverOutcome> RestoreAsync(
        HandedJob job, IArchiveStore store, ProgressLines progress, CancellationToken cancellationToken)
    {
        var request = new VolumeRestoreRequest(arguments.Path)
        {
            Overwrite = job.Header.Overwrite,
            BestEffort = job.Header.BestEffort,
            Keys = job.Keys,
            SpoolFolder = arguments.Spool,
        };
        var result = await new VolumeRestore(store, job.Record!, request).RunAsync(progress, cancellationToken);
        Tell(result.Problems);
        return new()
        {
            Outcome = MoverOutcome.Completed,
            Entries = result.Entries,
            Unchanged = result.Unchanged,
            Bytes = result.Bytes,
            Problems = result.ProblemCount,
        };
    }

    private void Tell(IReadOnlyList<VolumeProblem> problems)
    {
        foreach (var problem in problems)
        {
            log.Warn(MoverEvents.Problem, line => line with { Path = problem.Path, Message = problem.Message });
        }
    }

    private MoverOutcome Tell(MoverOutcome outcome)
    {
        TerminationMessage.Write(arguments.TerminationLog, outcome, log);
        MoverLine With(MoverLine line) => line with
        {
            Attempt = outcome.Attempt,
            Kind = outcome.Kind,
            Message = outcome.Message,
            Entries = outcome.Entries,
            Bytes = outcome.Bytes,
            Problems = outcome.Problems,
        };
        switch (outcome.Outcome)
        {
            case MoverOutcome.Completed:
                log.Info(MoverEvents.Completed, With);
                break;
            case MoverOutcome.Interrupted:
                log.Warn(MoverEvents.Interrupted, With);
                break;
            default:
                log.Error(MoverEvents.Failed, With);
                break;
        }

        return outcome;
    }

    private static MoverOutcome Failure(ErrorKind kind, string message, bool transient) =>
        new() { Outcome = MoverOutcome.Failed, Kind = kind, Message = message, Transient = transient };
}
