using System.Buffers;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;
using Workflows.Volumes.Chunking;
using Workflows.Volumes.Errors;
using Workflows.Volumes.Manifests;
using Workflows.Volumes.Packs;
using Workflows.Volumes.Posix;
using Workflows.Volumes.Trees;

namespace Workflows.Volumes.Backups;

/// <summary>Reads files, cuts them into chunks, and has these stored: a small one at once, a large one's side by side.</summary>
/// <param name="chunks">Where chunks are stored.</param>
/// <param name="slots">How many chunks of large files may be at work: memory is bounded by it.</param>
[SupportedOSPlatform("linux")]
internal sealed class FileReader(ChunkWriter chunks, SemaphoreSlim slots) : IDisposable
{
    /// <summary>What a line of a tree may list: it is read whole.</summary>
    public const int MaxChunks = 500_000;

    /// <summary>Some chunks of the largest size, so that not much is moved when a window ends in one.</summary>
    private const int WindowLength = 4 * ContentChunker.MaxLength;

    /// <summary>Each has a window, and an open file.</summary>
    private readonly SemaphoreSlim turns = new(2 * Environment.ProcessorCount);

    private long readBytes;

    public long ReadBytes => Interlocked.Read(ref readBytes);

    /// <summary>Waits until one of the files at work is done; disposing what is returned lets the next one begin.</summary>
    public async Task<IDisposable> TakeTurnAsync(CancellationToken cancellationToken)
    {
        await turns.WaitAsync(cancellationToken);
        return new Turn(turns);
    }

    public void Dispose() => turns.Dispose();

    /// <exception cref="FileTooLargeException">It has more chunks than the format takes.</exception>
    public async Task<FileContent> ReadAsync(
        SafeFileHandle file, EntryStatus status, string path, CancellationToken cancellationToken)
    {
        var runs = status.MayHaveHoles ? SparseMap.Read(file, status.Length, path) : null;
        var whole = new FileContent(status.Length, runs, []);
        var reader = new RunReader(file, whole.DataRuns);
        var length = whole.DataRuns.Sum(run => run.Length);
        if (length / ContentChunker.NormalLength > MaxChunks)
        {
            // Better now than after some hours.
            throw new FileTooLargeException(path, MaxChunks);
        }

        IReadOnlyList<ChunkRef> stored = length <= ContentChunker.MinLength
            ? await ReadSmallAsync(reader, (int)length)
            : await ReadLargeAsync(reader, cancellationToken);
        if (stored.Count > MaxChunks)
        {
            throw new FileTooLargeException(path, MaxChunks);
        }

        Interlocked.Add(ref readBytes, reader.BytesRead);
        return reader.BytesRead == length ? whole with { Chunks = stored } : Cut(whole, stored, reader.BytesRead);
    }

    private async Task<IReadOnlyList<ChunkRef>> ReadSmallAsync(RunReader reader, int length)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Math.Max(1, length));
        try
        {
            var filled = reader.Fill(buffer.AsSpan(0, length));
            return filled == 0 ? [] : [await chunks.WriteAsync(buffer.AsMemory(0, filled))];
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task<IReadOnlyList<ChunkRef>> ReadLargeAsync(RunReader reader, CancellationToken cancellationToken)
    {
        var stored = new List<Task<ChunkRef>>();
        var window = new Window(WindowLength);
        try
        {
            for (var rest = 0; ;)
            {
                var filled = rest + reader.Fill(window.Bytes.AsSpan(rest, WindowLength - rest));
                var isEnd = filled < WindowLength;
                var start = 0;
                while (filled - start >= (isEnd ? 1 : ContentChunker.MaxLength))
                {
                    var length = ContentChunker.NextLength(window.Bytes.AsSpan(start, filled - start));
                    await slots.WaitAsync(cancellationToken);
                    stored.Add(StoreAsync(window.Share(), start, length));
                    start += length;
                }

                if (isEnd)
                {
                    break;
                }

                rest = filled - start;
                var next = new Window(WindowLength);
                window.Bytes.AsSpan(start, rest).CopyTo(next.Bytes);
                window.Release();
                window = next;
            }
        }
        catch
        {
            await Task.WhenAll(stored).ContinueWith(
                _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            throw;
        }
        finally
        {
            window.Release();
        }

        return await Task.WhenAll(stored);
    }

    private Task<ChunkRef> StoreAsync(Window window, int start, int length) => Task.Run(async () =>
    {
        try
        {
            return await chunks.WriteAsync(window.Bytes.AsMemory(start, length));
        }
        finally
        {
            window.Release();
            slots.Release();
        }
    });

    /// <summary>What was read of a file that was cut shorter meanwhile.</summary>
    private static FileContent Cut(FileContent whole, IReadOnlyList<ChunkRef> stored, long bytes)
    {
        var runs = new List<DataRun>();
        var left = bytes;
        foreach (var run in whole.DataRuns.TakeWhile(_ => left > 0))
        {
            runs.Add(run with { Length = Math.Min(run.Length, left) });
            left -= runs[^1].Length;
        }

        var end = runs.Count == 0 ? 0 : runs[^1].Offset + runs[^1].Length;
        return new(end, whole.Runs is null ? null : runs, stored);
    }

    private sealed class Turn(SemaphoreSlim turns) : IDisposable
    {
        public void Dispose() => turns.Release();
    }

    /// <summary>A buffer that goes back when the last chunk in it is stored.</summary>
    private sealed class Window(int length)
    {
        private int users = 1;

        public byte[] Bytes { get; } = ArrayPool<byte>.Shared.Rent(length);

        public Window Share()
        {
            Interlocked.Increment(ref users);
            return this;
        }

        public void Release()
        {
            if (Interlocked.Decrement(ref users) == 0)
            {
                ArrayPool<byte>.Shared.Return(Bytes);
            }
        }
    }
}
