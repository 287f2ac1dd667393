using System.Buffers;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;
using Workflows.Volumes.Manifests;
using Workflows.Volumes.Packs;
using Workflows.Volumes.Trees;

namespace Workflows.Volumes.Restores;

/// <summary>Writes the content of files: each chunk is held against its hash before it is written.</summary>
[SupportedOSPlatform("linux")]
internal sealed class FileRestore(PackReader packs, SemaphoreSlim slots, EarlyFlush flush)
{
    /// <exception cref="Errors.VolumeDamagedException">Some of the content is lost.</exception>
    public async Task WriteAsync(SafeFileHandle file, FileContent content, CancellationToken cancellationToken)
    {
        if (content.Runs is not null)
        {
            RandomAccess.SetLength(file, content.Length);
        }

        var runs = content.DataRuns;
        if (content.Chunks is [var only])
        {
            await WriteAsync(file, only, runs, default, cancellationToken);
            return;
        }

        var writing = new List<Task>();
        try
        {
            var place = default(Place);
            foreach (var chunk in content.Chunks)
            {
                await slots.WaitAsync(cancellationToken);
                writing.Add(WriteInSlotAsync(file, chunk, runs, place, cancellationToken));
                place = place.After(chunk.Length, runs);
                writing.RemoveAll(task => task.IsCompletedSuccessfully);
                if (writing.Exists(task => task.IsFaulted || task.IsCanceled))
                {
                    break;
                }
            }
        }
        finally
        {
            // Whoever failed, the file is not closed under the others.
            await Task.WhenAll(writing);
        }
    }

    private async Task WriteInSlotAsync(
        SafeFileHandle file, ChunkRef chunk, IReadOnlyList<DataRun> runs, Place place, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Yield();
            await WriteAsync(file, chunk, runs, place, cancellationToken);
        }
        finally
        {
            slots.Release();
        }
    }

    private async Task WriteAsync(
        SafeFileHandle file, ChunkRef chunk, IReadOnlyList<DataRun> runs, Place place, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(chunk.Length);
        try
        {
            await packs.ReadAsync(chunk, buffer.AsMemory(0, chunk.Length), cancellationToken);
            Write(file, buffer.AsSpan(0, chunk.Length), runs, place);
            flush.Add(chunk.Length);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Puts data into the runs that it is of: a chunk may reach over holes.</summary>
    private static void Write(SafeFileHandle file, ReadOnlySpan<byte> data, IReadOnlyList<DataRun> runs, Place place)
    {
        while (!data.IsEmpty)
        {
            var run = runs[place.Run];
            var length = (int)Math.Min(run.Length - place.Into, data.Length);
            RandomAccess.Write(file, data[..length], run.Offset + place.Into);
            data = data[length..];
            place = place.After(length, runs);
        }
    }

    /// <param name="Run">The number of the run of data.</param>
    /// <param name="Into">How many of its bytes come before.</param>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Place(int Run, long Into)
    {
        /// <summary>The place that many bytes of data on; after the last run where that is all.</summary>
        public Place After(int length, IReadOnlyList<DataRun> runs)
        {
            var (run, into) = (Run, Into + length);
            while (run < runs.Count && into >= runs[run].Length)
            {
                into -= runs[run].Length;
                run++;
            }

            return new(run, into);
        }
    }
}
