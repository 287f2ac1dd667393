using System.Text.Json;
using Microsoft.Extensions.Logging;
using Workflows.Durable;
using Workflows.Engine.History;

namespace Workflows.Engine.Replay;

/// <summary>
/// One run of an orchestrator, driven by the records of its history: the same code applies them when they happen and
/// when they are replayed. Between turns it stays in memory as its own suspended tasks, so that an event costs the
/// same however long the history is.
/// </summary>
internal sealed class Execution
{
    private readonly OrchestratorRegistration registration;
    private readonly ExecutionContextState state;
    private readonly DurableContext context;
    private readonly List<HistoryRecord> held = [];
    private Task<JsonElement>? run;
    private bool suspended;

    private Execution(InstanceStarted started, OrchestratorRegistration registration, ILoggerFactory loggers)
    {
        this.registration = registration;
        state = new ExecutionContextState(started);
        context = new DurableContext(state, loggers);
        foreach (var carried in started.CarriedEvents ?? [])
        {
            state.Mailbox.Deliver(carried);
        }
    }

    public InstanceStarted Started => state.Started;

    /// <summary>How it came out; null while it runs.</summary>
    public Outcome? Outcome { get; private set; }

    /// <summary>Where the code left its history, if it did.</summary>
    public NonDeterministicOrchestrationException? Mismatch => state.Mismatch;

    /// <summary>Whether the code has begun to run.</summary>
    public bool HasBegun { get; private set; }

    public bool IsSuspended => suspended;

    /// <summary>What the code last said of itself.</summary>
    public JsonElement? CustomStatus => state.RecordedCustomStatus;

    /// <summary>The time of the last turn.</summary>
    public DateTimeOffset Now => state.Now;

    public static Execution Begin(
        InstanceStarted started, OrchestratorRegistration registration, ILoggerFactory loggers) =>
        new(started, registration, loggers);

    /// <summary>Runs the code over a recorded history, and checks each step against it.</summary>
    public static Execution Replay(
        InstanceStarted started,
        IReadOnlyList<HistoryRecord> history,
        OrchestratorRegistration registration,
        ILoggerFactory loggers)
    {
        var execution = new Execution(started, registration, loggers);
        execution.state.Steps.Load(history);
        execution.state.Loop.Enter();
        try
        {
            foreach (var record in history)
            {
                execution.ApplyRecorded(record);
            }

            execution.EndReplay();
        }
        finally
        {
            execution.state.Loop.Exit();
        }

        return execution;
    }

    /// <summary>Runs a turn on this thread.</summary>
    public void RunTurn(Action<Execution> turn)
    {
        state.Loop.Enter();
        try
        {
            turn(this);
            EndTurn();
        }
        finally
        {
            state.Loop.Exit();
        }
    }

    /// <summary>Whether an answer to this step is still awaited.</summary>
    public bool Awaits(int taskId) => state.Pending.TryGetValue(taskId, out var task) && !task.IsAnswered;

    /// <summary>The steps without an answer.</summary>
    public IEnumerable<StepRecord> PendingSteps =>
        state.Pending.Values.Where(p => !p.IsAnswered).Select(p => p.Step).OrderBy(s => s.TaskId);

    public IReadOnlyList<StepRecord> TakeNewSteps() => state.Steps.TakeNew();

    /// <summary>The timers that the code withdrew since the last call.</summary>
    public IReadOnlyList<int> TakeWithdrawnTimers() => state.TakeWithdrawnTimers();

    /// <summary>The custom status, if it changed since it was last recorded.</summary>
    public CustomStatusSet? TakeCustomStatus() => state.TakeCustomStatus();

    /// <summary>Applies one record and lets the code run until it waits again.</summary>
    public void Apply(HistoryRecord record)
    {
        if (Outcome is not null)
        {
            return;
        }

        switch (record)
        {
            case TurnStarted turn:
                BeginTurn(turn);
                break;
            case InstanceSuspended:
                suspended = true;
                break;
            case InstanceResumed:
                Resume();
                break;
            case InstanceTerminated terminated:
                Outcome = new Terminated(terminated.Reason);
                break;
            case TaskAnswered answered when suspended:
                Hold(answered);
                break;
            case EventRaised raised when suspended:
                held.Add(raised);
                break;
            case TaskAnswered or EventRaised:
                Deliver(record);
                break;
        }
    }

    private void ApplyRecorded(HistoryRecord record)
    {
        switch (record)
        {
            case CustomStatusSet status:
                state.RecordedCustomStatus = status.Status;
                break;
            case TaskAnswered answered when Outcome is null && !state.Knows(answered.TaskId):
                Part(answered.TaskId, "the answer to a step", "no such step");
                break;
            case TurnStarted or TaskAnswered or EventRaised when Outcome is Completed or ContinuedAsNew:
                Part(state.Steps.NextTaskId, "more that happened", "nothing more: it ended");
                break;
            default:
                Apply(record);
                break;
        }
    }

    private void BeginTurn(TurnStarted turn)
    {
        if (state.Steps.BeginTurn() is { } missing)
        {
            Part(missing.TaskId, missing.Describe(), "nothing");
            return;
        }

        state.Now = turn.Time;
        if (HasBegun)
        {
            return;
        }

        HasBegun = true;
        try
        {
            run = registration.RunAsync(context, Started.Input ?? default);
        }
        catch (Exception e)
        {
            // The registration is an async method; only one that is not could throw before it gives its task.
            run = Task.FromException<JsonElement>(e);
        }

        Settle();
    }

    private void Resume()
    {
        suspended = false;
        foreach (var record in held)
        {
            if (Outcome is null)
            {
                Deliver(record);
            }
        }

        held.Clear();
    }

    private void Hold(TaskAnswered answered)
    {
        if (state.Pending.TryGetValue(answered.TaskId, out var task))
        {
            task.IsAnswered = true;
            held.Add(answered);
        }
    }

    private void Deliver(HistoryRecord record)
    {
        if (record is EventRaised raised)
        {
            state.Mailbox.Deliver(raised);
        }
        else if (record is TaskAnswered answered && state.Pending.Remove(answered.TaskId, out var pending))
        {
            Answer(pending.Task, answered);
        }

        Settle();
    }

    private static void Answer(IDurableTask task, TaskAnswered answered)
    {
        switch (answered)
        {
            case ActivityCompleted done:
                task.Complete(done.Result);
                break;
            case ChildCompleted done:
                task.Complete(done.Result);
                break;
            case TimerFired:
                task.Complete(null);
                break;
            case ActivityFailed failed:
                task.Fail(failed.Failure);
                break;
            case ChildFailed failed:
                task.Fail(failed.Failure);
                break;
        }
    }

    /// <summary>Runs what is ready, then looks whether the code has ended.</summary>
    private void Settle()
    {
        state.Loop.Drain();
        if (state.Mismatch is { } mismatch)
        {
            Outcome = new Failed(FailureDetails.From(mismatch));
        }
        else if (run is { IsCompleted: true })
        {
            Outcome = OutcomeOf(run);
        }
    }

    private Outcome OutcomeOf(Task<JsonElement> ended)
    {
        if (ended.IsCompletedSuccessfully)
        {
            return state.ContinueAsNew is { } next
                ? new ContinuedAsNew(next.Input, next.PreserveEvents ? state.Mailbox.Unprocessed() : [])
                : new Completed(ended.Result);
        }

        var error = ended.Exception?.InnerException ?? new TaskCanceledException(ended);
        return new Failed(FailureDetails.From(error));
    }

    private void EndTurn()
    {
        var waits = state.Pending.Count > 0 || state.Mailbox.Waiting > 0 || suspended;
        if (Outcome is null && HasBegun && (state.Loop.Trespassed || !waits))
        {
            Outcome = new Failed(FailureDetails.From(new NonDurableWaitException(state.Describe(), Started.InstanceId)));
        }
    }

    private void EndReplay()
    {
        if (state.Steps.EndReplay() is { } missing && Outcome is not (Terminated or Failed))
        {
            Part(missing.TaskId, missing.Describe(), "nothing");
        }

        EndTurn();
    }

    private void Part(int step, string inHistory, string asked)
    {
        state.NoteMismatch(step, inHistory, asked);
        Outcome = new Failed(FailureDetails.From(state.Mismatch!));
    }
}
