using Workflows.Engine.Files;
using Workflows.Engine.State;

namespace Workflows.Engine.Journal;

/// <summary>
/// Group commit: one thread takes every write that waits, writes all of them, flushes each file once and the directory
/// once, and only then says that they are done. While it flushes, the next group gathers.
/// </summary>
internal sealed class JournalFlusher : IDisposable
{
    private readonly IEngineFiles files;
    private readonly string directory;
    private readonly Action<Exception> onFault;
    private readonly object gate = new();
    private readonly Thread thread;
    private readonly OpenJournals open;
    private List<JournalWrite> waiting = [];
    private Exception? fault;
    private bool stopping;

    public JournalFlusher(IEngineFiles files, string directory, Action<Exception> onFault)
    {
        this.files = files;
        this.directory = directory;
        this.onFault = onFault;
        open = new OpenJournals(files);
        thread = new Thread(Run) { IsBackground = true, Name = "Journal flusher" };
        thread.Start();
    }

    public void Submit(JournalWrite write)
    {
        Exception? refused;
        lock (gate)
        {
            refused = fault ?? (stopping ? new EngineStoppedException() : null);
            if (refused is null)
            {
                waiting.Add(write);
                Monitor.Pulse(gate);
            }
        }

        if (refused is not null)
        {
            write.Done(refused);
        }
    }

    /// <summary>Finishes what was submitted, then ends the thread.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            stopping = true;
            Monitor.Pulse(gate);
        }

        thread.Join();
    }

    private void Run()
    {
        using (open)
        {
            while (TakeGroup() is { } group)
            {
                Commit(group);
            }
        }
    }

    /// <summary>Waits for writes; null when there are none left and none to come.</summary>
    private List<JournalWrite>? TakeGroup()
    {
        lock (gate)
        {
            while (waiting.Count == 0)
            {
                if (stopping)
                {
                    return null;
                }

                Monitor.Wait(gate);
            }

            var group = waiting;
            waiting = [];
            return group;
        }
    }

    private void Commit(List<JournalWrite> group)
    {
        Exception? error = fault;
        if (error is null)
        {
            try
            {
                WriteAndFlush(group);
            }
            catch (Exception e)
            {
                // Whatever a disk throws: nothing of this group may be taken for written.
                error = e as JournalWriteException ?? new JournalWriteException(directory, e);
                lock (gate)
                {
                    fault = error;
                }

                onFault(error);
            }
        }

        foreach (var write in group)
        {
            write.Done(error);
        }
    }

    private void WriteAndFlush(List<JournalWrite> group)
    {
        foreach (var write in group)
        {
            Guard(write, WriteBytes);
        }

        foreach (var write in group)
        {
            Guard(write, FlushBytes);
        }

        RenameAndDelete(group);
        if (group.Exists(w => w.Kind is not JournalWriteKind.Append))
        {
            files.FlushDirectory(directory);
        }

        open.Trim();
    }

    private static void Guard(JournalWrite write, Action<JournalWrite> action)
    {
        try
        {
            action(write);
        }
        catch (Exception e)
        {
            throw new JournalWriteException(write.Path, e);
        }
    }

    private void WriteBytes(JournalWrite write)
    {
        if (write.Kind is JournalWriteKind.Restart)
        {
            // The state of the run before must not outlive its journal, or it would be taken for the new run's.
            files.Delete(Path.ChangeExtension(write.Path, StateLayout.StateSuffix));
            files.FlushDirectory(directory);
        }

        if (write.Kind is not JournalWriteKind.Delete)
        {
            FileOf(write, create: write.Kind is not JournalWriteKind.Append)
                .Write(write.Bytes!.Written, write.Offset);
        }
    }

    private void FlushBytes(JournalWrite write)
    {
        if (write.Kind is not JournalWriteKind.Delete)
        {
            FileOf(write, create: false).Flush();
        }
    }

    private IEngineFile FileOf(JournalWrite write, bool create) =>
        open.Open(IsReplacement(write) ? NewPath(write) : write.Path, create);

    private static bool IsReplacement(JournalWrite write) =>
        write.Kind is JournalWriteKind.Replace or JournalWriteKind.Restart;

    private static string NewPath(JournalWrite write) => write.Path + StateLayout.NewSuffix;

    private void RenameAndDelete(List<JournalWrite> group)
    {
        foreach (var write in group)
        {
            if (IsReplacement(write))
            {
                open.Close(write.Path);
                open.Close(NewPath(write));
                files.Rename(NewPath(write), write.Path);
            }
            else if (write.Kind is JournalWriteKind.Delete)
            {
                open.Close(write.Path);
                files.Delete(Path.ChangeExtension(write.Path, StateLayout.StateSuffix));
                files.Delete(write.Path);
            }
        }
    }
}
