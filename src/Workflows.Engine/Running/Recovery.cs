using Microsoft.Extensions.Logging;
using Workflows.Durable;
using Workflows.Engine.History;
using Workflows.Engine.Journal;
using Workflows.Engine.State;

namespace Workflows.Engine.Running;

/// <summary>
/// Finds what a process left, dead or stopped: cuts torn tails, takes up every instance, and only when all are known
/// lets them run.
/// </summary>
internal sealed class Recovery(EngineCore core)
{
    private readonly List<(InstanceStarted Started, IReadOnlyList<ChildScheduled> Children)> unfinished = [];
    private bool directoryChanged;

    public void Run(CancellationToken cancellationToken)
    {
        foreach (var file in core.Files.List(core.Layout.Instances))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var path = Path.Combine(core.Layout.Instances, file.Name);
            if (file.Name.EndsWith(StateLayout.NewSuffix, StringComparison.Ordinal))
            {
                Remove(path);
            }
            else if (file.Name.EndsWith(StateLayout.JournalSuffix, StringComparison.Ordinal))
            {
                Load(path, file.Length);
            }
        }

        if (directoryChanged)
        {
            core.Files.FlushDirectory(core.Layout.Instances);
        }

        StartAll();
    }

    private void Load(string path, long length)
    {
        var noted = StateFile.TryRead(core.Files, Path.ChangeExtension(path, StateLayout.StateSuffix), length);
        if (noted is not null)
        {
            AddEnded(noted.State, noted.Parent);
            return;
        }

        try
        {
            var stored = StoredJournal.Read(core.Files, path);
            if (stored.Records.Count == 0)
            {
                // Its beginning never got to the disk whole, so nobody was told that it had begun.
                Remove(path);
                return;
            }

            CutTail(path, stored);
            Add(path, stored);
        }
        catch (JournalDamagedException e)
        {
            core.Log.LogError(e, "{Reason}", e.Message);
            AddDamaged(path, e);
        }
    }

    private void Remove(string path)
    {
        core.Files.Delete(path);
        directoryChanged = true;
    }

    private void CutTail(string path, StoredJournal stored)
    {
        if (stored.IsTorn)
        {
            core.Log.LogInformation(
                "The journal {Path} ended in a batch that was never confirmed; it was cut at {Offset}.",
                path,
                stored.ValidLength);
            using var file = core.Files.Open(path, create: false);
            file.SetLength(stored.ValidLength);
            file.Flush();
        }
    }

    private void Add(string path, StoredJournal stored)
    {
        var projection = stored.Project();
        var started = projection.Started!;
        if (projection.State!.IsEnded)
        {
            AddEnded(projection.State, started.Parent);
            if (projection.State.Status is not OrchestrationStatus.Terminated)
            {
                unfinished.Add((started, ChildrenWithoutAnswer(stored)));
            }

            return;
        }

        var known = core.Registry.FindOrchestrator(started.Orchestrator, started.Version) is not null;
        var entry = new InstanceEntry(started.InstanceId, started.Orchestrator)
        {
            Parent = started.Parent,
            Live = Instance.Recovered(core, stored, path),
            Stuck = known ? null : new OrchestratorNotRegisteredException(started.Orchestrator, started.Version),
        };
        if (entry.Stuck is { } stuck)
        {
            core.Log.LogWarning("Instance {Instance} waits: {Reason}", entry.Id, stuck.Message);
        }

        core.Table.Set(entry);
    }

    private void AddEnded(OrchestrationState state, ParentLink? parent) =>
        core.Table.Set(new InstanceEntry(state.InstanceId, state.Orchestrator) { Parent = parent, Ended = state.Status });

    private void AddDamaged(string path, JournalDamagedException e)
    {
        var state = DamagedState.Of(core.Files, path, e);
        core.Table.Set(new InstanceEntry(state.InstanceId, state.Orchestrator)
        {
            Ended = OrchestrationStatus.Failed,
            DamagedState = state,
            DamagedPath = path,
            Stuck = e,
        });
    }

    private static IReadOnlyList<ChildScheduled> ChildrenWithoutAnswer(StoredJournal stored)
    {
        var answered = stored.Records.OfType<TaskAnswered>().Select(a => a.TaskId).ToHashSet();
        return [.. stored.Records.OfType<ChildScheduled>().Where(c => !answered.Contains(c.TaskId))];
    }

    private void StartAll()
    {
        foreach (var entry in core.Table.Snapshot())
        {
            if (entry.Live is { } live)
            {
                live.Start();
                if (entry.Parent is { } parent
                    && core.Table.Find(parent.InstanceId)?.Ended is OrchestrationStatus.Terminated)
                {
                    live.Post(new InboxMessage(
                        new InstanceTerminated($"Its parent '{parent.InstanceId}' was terminated.")));
                }
            }
        }

        foreach (var (parent, children) in unfinished)
        {
            foreach (var child in children)
            {
                core.Children.Begin(parent.InstanceId, parent.ExecutionId, child);
            }
        }
    }
}
