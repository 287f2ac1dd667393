namespace Workflows.Volumes.Restores;

/// <summary>
/// Has what was written go to the disk while more is written: a disk that has nothing to do until the last file is there
/// is waited for twice. Safe for concurrent use.
/// </summary>
/// <param name="flush">Returns when all that was written before the call is on the disk.</param>
internal sealed class EarlyFlush(Action flush)
{
    /// <summary>How many bytes are written before the next flush begins: some tenths of a second of a common disk.</summary>
    internal const long Step = 64 << 20;

    private readonly Lock gate = new();
    private Task flushing = Task.CompletedTask;
    private long waiting;

    /// <summary>So many bytes were written.</summary>
    public void Add(long length)
    {
        lock (gate)
        {
            waiting += length;
            if (waiting >= Step && flushing.IsCompletedSuccessfully)
            {
                waiting = 0;
                flushing = Task.Run(flush);
            }
        }
    }

    /// <summary>Flushes what is left; nothing is added any more.</summary>
    /// <remarks>What a flush on the way has thrown is thrown here: the system tells of a loss once, to who met it.</remarks>
    public async Task CompleteAsync()
    {
        await flushing;
        flush();
    }

    /// <summary>Waits for the flush that is under way, if any, whatever comes of it.</summary>
    public Task EndAsync() => flushing.ContinueWith(
        _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
}
