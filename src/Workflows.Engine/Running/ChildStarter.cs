using Microsoft.Extensions.Logging;
using Workflows.Core.Errors;
using Workflows.Durable;
using Workflows.Engine.History;
using Workflows.Engine.Journal;

namespace Workflows.Engine.Running;

/// <summary>
/// The way between a parent's journal and its children's. Nothing records that a child was begun or answered for: a
/// parent's unanswered step is compared with what there is, as often as needed, and the outcome is the same.
/// </summary>
internal sealed class ChildStarter(EngineCore core)
{
    /// <summary><see cref="EnsureAsync"/>, with nobody waiting.</summary>
    public async void Begin(string parentId, Guid executionId, ChildScheduled step)
    {
        try
        {
            await EnsureAsync(parentId, executionId, step);
        }
        catch (EngineStoppedException)
        {
            // The step is on the disk, and the next start finds it.
        }
        catch (JournalDamagedException e)
        {
            core.Log.LogError(e, "{Parent} waits for {Instance}, which is damaged.", parentId, step.InstanceId);
        }
        catch (Exception e)
        {
            core.Fault(e);
        }
    }

    /// <summary>
    /// Begins the child that a step asks for, or answers the step when the child has ended. Completes when the child
    /// is on the disk.
    /// </summary>
    public async Task EnsureAsync(string parentId, Guid executionId, ChildScheduled step)
    {
        var link = new ParentLink(parentId, executionId, step.TaskId);
        if (core.Registry.FindLatestOrchestrator(step.Name) is not { } registration)
        {
            Answer(link, new ChildFailed(
                step.TaskId, FailureDetails.From(new OrchestratorNotRegisteredException(step.Name))));
            return;
        }

        var entry = core.Table.GetOrAdd(
            step.InstanceId, () => NewEntry(link, step, registration, restart: false), out var added);
        if (added)
        {
            core.Launch(entry.Live!);
            await entry.Live!.Created;
        }
        else if (entry.Parent == link)
        {
            await MeetAsync(entry, link);
        }
        else
        {
            await TakeOverAsync(entry, link, step, registration);
        }
    }

    /// <summary>Answers the step that an ended child was begun for.</summary>
    public void Answer(ParentLink? parent, InstanceEnded ended)
    {
        if (parent is not null)
        {
            Answer(parent, ended.Status is OrchestrationStatus.Completed
                ? new ChildCompleted(parent.TaskId, ended.Output)
                : new ChildFailed(parent.TaskId, ended.Failure!));
        }
    }

    public void TerminateAll(string parentId)
    {
        foreach (var child in core.Table.ChildrenOf(parentId))
        {
            child.Live?.Post(new InboxMessage(new InstanceTerminated($"Its parent '{parentId}' was terminated.")));
        }
    }

    private void Answer(ParentLink parent, HistoryRecord answer) =>
        core.Table.Find(parent.InstanceId)?.Live?.Post(new InboxMessage(answer, parent.ExecutionId));

    /// <summary>The child is there already: it was begun before a stop.</summary>
    private async Task MeetAsync(InstanceEntry entry, ParentLink link)
    {
        if (entry.Live is { } live)
        {
            await live.Created;
        }
        else if (entry.DamagedState is null)
        {
            var state = StateReader.Read(core, entry);
            Answer(link, new InstanceEnded(state.Status, state.LastUpdatedAt)
            {
                Output = state.Output,
                Failure = state.Failure,
            });
        }
    }

    /// <summary>
    /// The id belongs to another call. An ended child of the same parent is begun again (a retry, or the parent
    /// continued as new); anything else is a conflict.
    /// </summary>
    private async Task TakeOverAsync(
        InstanceEntry entry, ParentLink link, ChildScheduled step, OrchestratorRegistration registration)
    {
        if (entry.Live is { Board.State.IsEnded: true } ending)
        {
            await ending.Finished;
            entry = core.Table.Find(step.InstanceId) ?? entry;
        }

        if (entry.Ended is not null && entry.Parent?.InstanceId == link.InstanceId && !entry.IsLeaving)
        {
            var next = NewEntry(link, step, registration, restart: true);
            if (core.Table.TryReplace(entry, next))
            {
                core.Launch(next.Live!);
                await next.Live!.Created;
                return;
            }
        }

        core.Log.LogWarning("The id {Instance} that {Parent} asks for is taken.", step.InstanceId, link.InstanceId);
        Answer(link, new ChildFailed(step.TaskId, FailureDetails.From(new WorkflowsException(
            ErrorKind.Conflict,
            $"Sub-orchestration '{step.Name}' can't be started as '{step.InstanceId}': that id is taken."))));
    }

    private InstanceEntry NewEntry(
        ParentLink link, ChildScheduled step, OrchestratorRegistration registration, bool restart)
    {
        var now = core.Time.GetUtcNow();
        var started = new InstanceStarted(
            EngineBehaviour.Current, step.InstanceId, Guid.NewGuid(), 0, step.Name, registration.Version, now, now)
        {
            Input = step.Input,
            Parent = link,
        };
        return new InstanceEntry(step.InstanceId, step.Name)
        {
            Parent = link,
            Live = Instance.New(core, started, restart),
        };
    }
}
