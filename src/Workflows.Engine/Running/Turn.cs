using System.Text.Json;
using Workflows.Durable;
using Workflows.Engine.History;
using Workflows.Engine.Replay;

namespace Workflows.Engine.Running;

/// <summary>
/// One turn of an instance: takes the messages that count, runs the code over them, and gives the records to write
/// before anything of it is acted on.
/// </summary>
internal sealed class Turn(DateTimeOffset time)
{
    private readonly List<TaskCompletionSource> acknowledgements = [];

    public List<HistoryRecord> Records { get; } = [];

    /// <summary>The steps to carry out once the records are on the disk.</summary>
    public IReadOnlyList<StepRecord> NewSteps { get; private set; } = [];

    public IReadOnlyList<int> WithdrawnTimers { get; private set; } = [];

    /// <summary>Messages that came after the code had ended.</summary>
    public List<InboxMessage> Unused { get; } = [];

    /// <summary>The next generation's beginning, when the code continued as new: it replaces the whole journal.</summary>
    public InstanceStarted? NextGeneration { get; private set; }

    public InstanceEnded? Ended { get; private set; }

    public void Run(Execution execution, IReadOnlyList<InboxMessage> messages)
    {
        execution.RunTurn(running =>
        {
            if (!running.HasBegun)
            {
                Open(running);
            }

            foreach (var message in messages)
            {
                Take(running, message);
            }
        });
        Close(execution);
    }

    /// <summary>Takes over what a replayed history left undone.</summary>
    public void Close(Execution execution)
    {
        NewSteps = execution.TakeNewSteps();
        WithdrawnTimers = execution.TakeWithdrawnTimers();
        Records.AddRange(NewSteps);
        var status = execution.TakeCustomStatus();
        if (execution.Outcome is ContinuedAsNew next)
        {
            NextGeneration = Continue(execution.Started, next, execution.CustomStatus);
            return;
        }

        if (status is not null)
        {
            Records.Add(status);
        }

        if (execution.Outcome is { } outcome)
        {
            Ended = End(outcome, execution.Now);
            Records.Add(Ended);
        }
    }

    /// <summary>Carries out every step without an answer, as after a restart nobody else will.</summary>
    public void CarryOutAll(Execution execution) => NewSteps = [.. execution.PendingSteps];

    /// <summary>Ends an instance whose code is not here to run.</summary>
    public void TerminateWithoutCode(InboxMessage message)
    {
        var reason = ((InstanceTerminated)message.Record).Reason;
        Acknowledge(message);
        Ended = End(new Terminated(reason), time);
        Records.AddRange([new TurnStarted(time), message.Record, Ended]);
    }

    public void Acknowledge(Exception? error)
    {
        foreach (var acknowledgement in acknowledgements)
        {
            if (error is null)
            {
                acknowledgement.TrySetResult();
            }
            else
            {
                acknowledgement.TrySetException(error);
            }
        }
    }

    private void Acknowledge(InboxMessage message)
    {
        if (message.Acknowledgement is { } acknowledgement)
        {
            acknowledgements.Add(acknowledgement);
        }
    }

    private void Open(Execution execution)
    {
        // The clock may be set back; an orchestrator's time never is.
        var turn = new TurnStarted(time > execution.Now ? time : execution.Now);
        Records.Add(turn);
        execution.Apply(turn);
    }

    private void Take(Execution execution, InboxMessage message)
    {
        if (execution.Outcome is not null)
        {
            Unused.Add(message);
            return;
        }

        Acknowledge(message);
        if (Counts(execution, message))
        {
            if (Records.Count == 0)
            {
                Open(execution);
            }

            Records.Add(message.Record);
            execution.Apply(message.Record);
        }
    }

    private static bool Counts(Execution execution, InboxMessage message)
    {
        if (message.ExecutionId is { } id && id != execution.Started.ExecutionId)
        {
            return false;
        }

        return message.Record switch
        {
            TaskAnswered answered => execution.Awaits(answered.TaskId),
            InstanceSuspended => !execution.IsSuspended,
            InstanceResumed => execution.IsSuspended,
            _ => true,
        };
    }

    private InstanceStarted Continue(
        InstanceStarted started, ContinuedAsNew next, JsonElement? customStatus) => started with
        {
            ExecutionId = Guid.NewGuid(),
            Generation = started.Generation + 1,
            StartedAt = time > started.StartedAt ? time : started.StartedAt,
            Input = next.Input,
            CustomStatus = customStatus,
            CarriedEvents = next.CarriedEvents.Count == 0 ? null : next.CarriedEvents,
        };

    private static InstanceEnded End(Outcome outcome, DateTimeOffset at) => outcome switch
    {
        Completed completed => new InstanceEnded(OrchestrationStatus.Completed, at) { Output = completed.Output },
        Failed failed => new InstanceEnded(OrchestrationStatus.Failed, at) { Failure = failed.Failure },
        Terminated terminated => new InstanceEnded(OrchestrationStatus.Terminated, at)
        {
            Failure = new FailureDetails(
                nameof(OrchestrationStatus.Terminated),
                terminated.Reason ?? "The instance was terminated.",
                IsRetryable: false),
        },
        _ => throw new InvalidOperationException($"{outcome.GetType().Name} ends no instance."),
    };
}
