using System.Buffers;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;
using Workflows.Volumes.Manifests;
using Workflows.Volumes.Packs;

namespace Workflows.Volumes.Restores;

/// <summary>Writes the content of files: each chunk is held against its hash before it is written.</summary>
[SupportedOSPlatform("linux")]
internal sealed class FileRestore(PackReader packs, SemaphoreSlim slots)
{
    /// <exception cref="Errors.VolumeDamagedException">Some of the content is lost.</exception>
    public async Task WriteAsync(SafeFileHandle file, FileContent content, CancellationToken cancellationToken)
    {
        if (content.Runs is not null)
        {
            RandomAccess.SetLength(file, content.Length);
        }

        if (content.Chunks is [var only] && content.DataRuns.Count == 1)
        {
            await WriteAsync(file, only, content, 0, cancellationToken);
            return;
        }

        var writing = new List<Task>();
        var position = 0L;
        foreach (var chunk in content.Chunks)
        {
            await slots.WaitAsync(cancellationToken);
            writing.Add(WriteInSlotAsync(file, chunk, content, position, cancellationToken));
            position += chunk.Length;
            writing.RemoveAll(task => task.IsCompletedSuccessfully);
        }

        await Task.WhenAll(writing);
    }

    private async Task WriteInSlotAsync(
        SafeFileHandle file, ChunkRef chunk, FileContent content, long position, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Yield();
            await WriteAsync(file, chunk, content, position, cancellationToken);
        }
        finally
        {
            slots.Release();
        }
    }

    private async Task WriteAsync(
        SafeFileHandle file, ChunkRef chunk, FileContent content, long position, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(chunk.Length);
        try
        {
            await packs.ReadAsync(chunk, buffer.AsMemory(0, chunk.Length), cancellationToken);
            Write(file, buffer.AsSpan(0, chunk.Length), content, position);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Puts data into the runs that it is of: a chunk may reach over a hole.</summary>
    private static void Write(SafeFileHandle file, ReadOnlySpan<byte> data, FileContent content, long position)
    {
        var start = 0L;
        foreach (var run in content.DataRuns)
        {
            if (data.IsEmpty)
            {
                return;
            }

            var into = position - start;
            if (into < run.Length)
            {
                var length = (int)Math.Min(run.Length - into, data.Length);
                RandomAccess.Write(file, data[..length], run.Offset + into);
                data = data[length..];
                position += length;
            }

            start += run.Length;
        }
    }
}
