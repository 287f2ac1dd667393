using System.Runtime.Versioning;
using Workflows.Volumes.Posix;

namespace Workflows.Volumes.Restores;

/// <summary>
/// Has what was written go to the disk while more is written: a disk that has nothing to do until the last file is there
/// is waited for twice. Safe for concurrent use.
/// </summary>
/// <param name="directory">A directory of the file system that is written to.</param>
[SupportedOSPlatform("linux")]
internal sealed class EarlyFlush(DirectoryHandle directory)
{
    /// <summary>How many bytes are written before the next flush begins: some tenths of a second of a common disk.</summary>
    private const long Step = 64 << 20;

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
                flushing = Task.Run(() => DirectoryWriter.Flush(directory));
            }
        }
    }

    /// <summary>Flushes what is left; nothing is added any more.</summary>
    /// <exception cref="Errors.FileSystemException">
    /// Some of what was written could not be kept. The system says so once: to the flush that met it.
    /// </exception>
    public async Task CompleteAsync()
    {
        await flushing;
        DirectoryWriter.Flush(directory);
    }

    /// <summary>Waits for the flush that is under way, if any, whatever comes of it.</summary>
    public Task EndAsync() => flushing.ContinueWith(
        _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
}
