using Workflows.Engine.History;
using Workflows.Engine.Journal;

namespace Workflows.Engine.Running;

/// <summary>Forgets ended instances with all that they called.</summary>
internal sealed class Purge(EngineCore core)
{
    public async Task<bool> RunAsync(string instanceId, CancellationToken cancellationToken)
    {
        if (core.Table.Find(instanceId) is not { } entry)
        {
            return false;
        }

        if (entry.Live is { Board.State.IsEnded: true } ending)
        {
            await ending.Finished.WaitAsync(cancellationToken);
            entry = core.Table.Find(instanceId);
        }

        if (entry is not { Live: null, IsLeaving: false })
        {
            return false;
        }

        await LetParentHearAsync(entry, cancellationToken);
        var leaving = entry with { IsLeaving = true };
        if (!core.Table.TryReplace(entry, leaving))
        {
            return false;
        }

        await PurgeChildrenAsync(instanceId, cancellationToken);
        await DeleteAsync(leaving.DamagedPath ?? core.Layout.JournalOf(instanceId));
        core.Table.Remove(leaving);
        return true;
    }

    /// <summary>
    /// A parent that has not recorded the child's end yet would begin it again after a restart. A message that means
    /// nothing comes back only when all before it are on the disk.
    /// </summary>
    private async Task LetParentHearAsync(InstanceEntry entry, CancellationToken cancellationToken)
    {
        if (entry.Parent is { } link && core.Table.Find(link.InstanceId)?.Live is { } parent)
        {
            var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            parent.Post(new InboxMessage(new InstanceResumed(Reason: null), Guid.Empty, heard));
            await heard.Task.WaitAsync(cancellationToken);
        }
    }

    private async Task PurgeChildrenAsync(string instanceId, CancellationToken cancellationToken)
    {
        foreach (var child in core.Table.ChildrenOf(instanceId))
        {
            if (child.Live is { } live)
            {
                await live.PostAsync(new InstanceTerminated($"Its parent '{instanceId}' is purged."));
                await live.Finished.WaitAsync(cancellationToken);
            }

            await RunAsync(child.Id, cancellationToken);
        }
    }

    private async Task DeleteAsync(string path)
    {
        var deleted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        core.Flusher.Submit(new JournalWrite(
            JournalWriteKind.Delete,
            path,
            0,
            Bytes: null,
            error =>
            {
                if (error is null)
                {
                    deleted.SetResult();
                }
                else
                {
                    deleted.SetException(error);
                }
            }));
        await deleted.Task;
    }
}
