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

    /// <summary>How much is read at once: what was read beyond a chunk is moved to the next one's buffer.</summary>
    private const int ReadLength = 512 << 10;

    /// <summary>Each has a buffer, and an open file.</summary>
    private readonly SemaphoreSlim turns = new(2 * Environment.ProcessorCount);

    private readonly BufferPool buffers = new(ContentChunker.MaxLength);

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
        var buffer = buffers.Rent();
        try
        {
            for (var filled = 0; ReadChunk(reader, buffer, ref filled) is var length and > 0;)
            {
                await slots.WaitAsync(cancellationToken);
                var (chunk, rest) = (buffer, buffers.Rent());
                filled -= length;
                chunk.AsSpan(length, filled).CopyTo(rest);
                buffer = rest;
                stored.Add(StoreAsync(chunk, length));
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
            buffers.Return(buffer);
        }

        return await Task.WhenAll(stored);
    }

    /// <summary>Reads until the buffer has the next chunk whole.</summary>
    /// <param name="reader">Has what comes after what the buffer holds.</param>
    /// <param name="buffer">As long as the longest chunk.</param>
    /// <param name="filled">How many bytes it holds.</param>
    /// <returns>The chunk's length; zero at the end.</returns>
    private static int ReadChunk(RunReader reader, byte[] buffer, ref int filled)
    {
        for (var searched = 0; ;)
        {
            if (ContentChunker.TryCut(buffer.AsSpan(0, filled), searched, out var length))
            {
                return length;
            }

            searched = filled;
            filled += reader.Fill(buffer.AsSpan(filled, Math.Min(ReadLength, buffer.Length - filled)));
            if (filled == searched)
            {
                return filled;
            }
        }
    }

    private Task<ChunkRef> StoreAsync(byte[] buffer, int length) => Task.Run(async () =>
    {
        try
        {
            return await chunks.WriteAsync(buffer.AsMemory(0, length));
        }
        finally
        {
            buffers.Return(buffer);
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
}
