using Microsoft.Extensions.Logging;
using Workflows.Durable;
using Workflows.Engine.History;
using Workflows.Engine.Journal;
using Workflows.Engine.Replay;
using Workflows.Engine.State;

namespace Workflows.Engine.Running;

/// <summary>
/// A running instance. One turn at a time: take what has come, run the code over it, write and flush, and only then
/// tell anyone and carry out what the code asked for. What comes meanwhile is the next turn.
/// </summary>
internal sealed class Instance : IDisposable
{
    private readonly EngineCore core;
    private readonly InstanceJournal journal;
    private readonly Inbox inbox = new();
    private readonly StateProjection projection = new();
    private readonly CancellationTokenSource cancellation = new();
    private readonly TaskCompletionSource created = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly OrchestratorRegistration? registration;
    private Execution? execution;
    private StoredJournal? stored;
    private InstanceStarted started;
    private bool isNew;

    private Instance(EngineCore core, InstanceStarted started, InstanceJournal journal)
    {
        this.core = core;
        this.started = started;
        this.journal = journal;
        registration = core.Registry.FindOrchestrator(started.Orchestrator, started.Version);
        Cancellation = cancellation.Token;
    }

    public string Id => started.InstanceId;

    /// <summary>The call that this instance answers.</summary>
    public ParentLink? Parent => started.Parent;

    /// <summary>Cancelled when the instance is terminated.</summary>
    public CancellationToken Cancellation { get; }

    public StateBoard Board { get; } = new();

    /// <summary>Completes when the instance's beginning is on the disk.</summary>
    public Task Created => created.Task;

    /// <summary>Completes when the instance has ended and nothing more of it is to be done.</summary>
    public Task Finished => finished.Task;

    public static Instance New(EngineCore core, InstanceStarted started, bool restart)
    {
        var path = core.Layout.JournalOf(started.InstanceId);
        return new Instance(core, started, InstanceJournal.New(core.Flusher, path, restart)) { isNew = true };
    }

    public static Instance Recovered(EngineCore core, StoredJournal stored, string path)
    {
        var beginning = (InstanceStarted)stored.Records[0];
        var instance = new Instance(core, beginning, InstanceJournal.Continue(core.Flusher, path, stored))
        {
            stored = stored,
        };
        foreach (var record in stored.Records)
        {
            instance.projection.Apply(record);
        }

        instance.Board.Publish(instance.projection.State!);
        instance.created.TrySetResult();
        return instance;
    }

    /// <summary>Begins, or goes on where the history ends.</summary>
    public void Start()
    {
        if (inbox.TryBegin())
        {
            QueueTurn();
        }
    }

    public void Post(InboxMessage message)
    {
        if (inbox.Add(message))
        {
            QueueTurn();
        }
    }

    /// <summary>Posts, and waits until it is on the disk.</summary>
    public Task PostAsync(HistoryRecord record)
    {
        var acknowledgement = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(new InboxMessage(record, ExecutionId: null, acknowledgement));
        return acknowledgement.Task;
    }

    /// <summary>Answers everyone with an error, as the engine stops.</summary>
    public void Refuse(Exception reason)
    {
        inbox.Close(reason);
        Board.Fail(reason);
        created.TrySetException(reason);
        finished.TrySetException(reason);
        _ = finished.Task.Exception;
        _ = created.Task.Exception;
    }

    public void Dispose()
    {
        journal.Dispose();
        cancellation.Dispose();
    }

    private void QueueTurn() => ThreadPool.UnsafeQueueUserWorkItem(static i => i.RunTurn(), this, preferLocal: false);

    private void RunTurn()
    {
        if (!core.Turns.TryEnter())
        {
            return;
        }

        try
        {
            if (registration is null)
            {
                RunWithoutCode();
            }
            else if (stored is not null)
            {
                Recover(registration, stored);
            }
            else
            {
                RunTurn(registration);
            }
        }
        catch (Exception e)
        {
            // User code can't get here: this is a fault of the engine, and going on could only make it worse.
            core.Fault(e);
            core.Turns.Leave();
        }
    }

    private void RunTurn(OrchestratorRegistration code)
    {
        var turn = new Turn(core.Time.GetUtcNow());
        if (isNew)
        {
            turn.Records.Add(started);
        }

        execution ??= Execution.Begin(started, code, core.Loggers);
        turn.Run(execution, inbox.Take());
        Commit(turn);
    }

    private void Recover(OrchestratorRegistration code, StoredJournal found)
    {
        stored = null;
        execution = Execution.Replay(started, [.. found.Records.Skip(1)], code, core.Loggers);
        var turn = new Turn(core.Time.GetUtcNow());
        turn.Close(execution);
        if (execution.Outcome is null)
        {
            // Everything without an answer is carried out (again), whether it was asked for now or long ago.
            turn.CarryOutAll(execution);
        }

        Commit(turn);
    }

    private void RunWithoutCode()
    {
        stored = null;
        var turn = new Turn(core.Time.GetUtcNow());
        foreach (var message in inbox.Take())
        {
            if (turn.Ended is null && message.Record is InstanceTerminated)
            {
                turn.TerminateWithoutCode(message);
            }
            else
            {
                message.Acknowledgement?.TrySetException(
                    new OrchestratorNotRegisteredException(started.Orchestrator, started.Version));
            }
        }

        Commit(turn);
    }

    private void Commit(Turn turn)
    {
        inbox.Return(turn.Unused);
        if (turn.NextGeneration is { } next)
        {
            journal.Replace([next], error => Settle(turn, error));
        }
        else if (turn.Records.Count > 0)
        {
            journal.Append(turn.Records, error => Settle(turn, error));
        }
        else
        {
            Act(turn);
        }
    }

    /// <summary>Called on the flusher's thread, which has other things to do.</summary>
    private void Settle(Turn turn, Exception? error)
    {
        if (error is null)
        {
            ThreadPool.UnsafeQueueUserWorkItem(_ => Act(turn), null);
            return;
        }

        turn.Acknowledge(error);
        Refuse(error);
        core.Turns.Leave();
    }

    private void Act(Turn turn)
    {
        try
        {
            Publish(turn);
            CarryOut(turn);
            turn.Acknowledge(error: null);
            if (turn.Ended is { } ended)
            {
                End(ended);
            }
            else if (execution is { HasBegun: false } || turn.NextGeneration is not null || !inbox.TryRest())
            {
                QueueTurn();
            }
        }
        catch (Exception e)
        {
            core.Fault(e);
        }
        finally
        {
            core.Turns.Leave();
        }
    }

    private void Publish(Turn turn)
    {
        if (turn.NextGeneration is { } next)
        {
            LeaveGeneration();
            started = next;
            execution = null;
            projection.Apply(next);
        }
        else
        {
            foreach (var record in turn.Records)
            {
                projection.Apply(record);
            }
        }

        if (projection.State is { } state)
        {
            Board.Publish(state);
        }

        isNew = false;
        created.TrySetResult();
    }

    private void CarryOut(Turn turn)
    {
        if (turn.NextGeneration is not null || turn.Ended?.Status is OrchestrationStatus.Terminated)
        {
            return;
        }

        foreach (var step in turn.NewSteps)
        {
            switch (step)
            {
                case ActivityScheduled activity:
                    core.Activities.Enqueue(new ActivityCall(this, started.ExecutionId, activity));
                    break;
                case TimerCreated timer when turn.Ended is null:
                    core.Timers.Arm(this, started.ExecutionId, timer);
                    break;
                case ChildScheduled child:
                    core.Children.Begin(Id, started.ExecutionId, child);
                    break;
            }
        }

        foreach (var timer in turn.WithdrawnTimers)
        {
            core.Timers.Disarm(started.ExecutionId, timer);
        }
    }

    private void LeaveGeneration()
    {
        foreach (var timer in execution?.PendingSteps.OfType<TimerCreated>() ?? [])
        {
            core.Timers.Disarm(started.ExecutionId, timer.TaskId);
        }
    }

    private void End(InstanceEnded ended)
    {
        inbox.Close(reason: null);
        LeaveGeneration();
        if (ended.Status is OrchestrationStatus.Terminated)
        {
            cancellation.Cancel();
            core.Children.TerminateAll(Id);
        }

        core.Children.Answer(started.Parent, ended);
        if (!core.Finishes.TryEnter())
        {
            return;
        }

        var children = execution?.PendingSteps.OfType<ChildScheduled>().ToArray() ?? [];
        _ = FinishAsync(ended, children);
    }

    /// <summary>Notes the end beside the journal, once the children that nobody waited for are on the disk too.</summary>
    private async Task FinishAsync(InstanceEnded ended, ChildScheduled[] children)
    {
        try
        {
            if (ended.Status is not OrchestrationStatus.Terminated)
            {
                await Task.WhenAll(children.Select(c => core.Children.EnsureAsync(Id, started.ExecutionId, c)));
            }

            StateFile.Write(core.Files, core.Layout, new EndedInstance(journal.Length, started.Parent, Board.State!));
        }
        catch (Exception e)
        {
            // The journal has it all; only the next start takes longer.
            core.Log.LogDebug(e, "The state of {Instance} was not noted beside its journal.", Id);
        }

        core.Table.Set(new InstanceEntry(Id, started.Orchestrator) { Parent = started.Parent, Ended = ended.Status });
        execution = null;
        finished.TrySetResult();

        // Activities that nobody waits for may still look at the token, so only the journal is let go.
        journal.Dispose();
        core.Finishes.Leave();
    }
}
