using Workflows.Archive.Stores.Containers;
using Workflows.Core.Errors;
using Workflows.Volumes.Handover;

namespace Workflows.Mover.Waiting;

/// <summary>Decides what is accepted: one job, once, and grants for it. Safe for concurrent use.</summary>
/// <param name="kind">The job that this mover was started for.</param>
internal sealed class Desk(HandoverKind kind)
{
    private readonly Lock gate = new();
    private readonly TaskCompletionSource<HandedJob> handed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private HandedJob? job;
    private Action<StoreGrant>? renew;

    /// <summary>The job, once there is one.</summary>
    public Task<HandedJob> Job => handed.Task;

    /// <summary>What can be said to a hand-over by its header alone.</summary>
    /// <returns>Null where the rest must be read first.</returns>
    public HandoverAnswer? Consider(HandoverHeader header)
    {
        lock (gate)
        {
            return header.Kind == HandoverKind.Grant ? ConsiderGrant(header) : ConsiderJob(header);
        }
    }

    /// <summary>Says what comes of a hand-over that was read whole.</summary>
    /// <param name="whole">What was handed over.</param>
    /// <param name="taken">Whether it is the job now; not so where the same one, accepted too, came before it.</param>
    public HandoverAnswer Take(HandedJob whole, out bool taken)
    {
        taken = false;
        lock (gate)
        {
            if (ConsiderJob(whole.Header) is { } answer)
            {
                return answer;
            }

            job = whole;
        }

        taken = true;
        handed.SetResult(whole);
        return HandoverAnswer.Accept(whole.Header.Attempt);
    }

    /// <summary>Goes on with the grant of a hand-over that was read whole.</summary>
    public HandoverAnswer Renew(HandoverHeader header)
    {
        lock (gate)
        {
            if (ConsiderGrant(header) is { } answer)
            {
                return answer;
            }

            try
            {
                renew!(header.Grant);
                return HandoverAnswer.Accept(header.Attempt);
            }
            catch (WorkflowsException unusable)
            {
                return HandoverAnswer.Refuse(unusable, header.Attempt);
            }
        }
    }

    /// <summary>Names who goes on with other grants of the job, from now on.</summary>
    public void RenewWith(Action<StoreGrant> goOn)
    {
        lock (gate)
        {
            renew = goOn;
        }
    }

    private HandoverAnswer? ConsiderJob(HandoverHeader header) => header switch
    {
        _ when job?.Header.Attempt == header.Attempt => HandoverAnswer.Accept(header.Attempt),
        _ when job is not null => Refuse(ErrorKind.Conflict, $"This mover is at work on the attempt {job.Header.Attempt} already."),
        _ when header.Kind != kind => Refuse(ErrorKind.Usage, $"This mover was started for a {Word(kind)}, not for a {Word(header.Kind)}."),
        _ when header.Grant.Access != Needed => Refuse(
            ErrorKind.Usage, $"A {Word(kind)} is to have a grant of {Needed}, and nothing else; this one is of {header.Grant.Access}."),
        { Kind: HandoverKind.Restore, HasContent: false } => Refuse(ErrorKind.Usage, "A restore needs the record of its backup."),
        _ => null,
    };

    private HandoverAnswer? ConsiderGrant(HandoverHeader header) =>
        job?.Header.Attempt == header.Attempt && renew is not null
            ? null
            : Refuse(
                ErrorKind.Conflict,
                job is null
                    ? "This mover was handed nothing yet that the grant could be for."
                    : $"This mover is at work on the attempt {job.Header.Attempt}, which the grant is not for.");

    private StoreAccess Needed => kind == HandoverKind.Backup ? StoreAccess.CreateOnly : StoreAccess.ReadOnly;

    private HandoverAnswer Refuse(ErrorKind why, string message) =>
        HandoverAnswer.Refuse(new HandoverException(why, message), job?.Header.Attempt);

    private static string Word(HandoverKind kind) => kind == HandoverKind.Backup ? "backup" : "restore";
}
