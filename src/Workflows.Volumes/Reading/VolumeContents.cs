using System.Buffers;
using System.Runtime.CompilerServices;
using Workflows.Archive.Encryption.Volumes;
using Workflows.Archive.Stores;
using Workflows.Core.Errors;
using Workflows.Volumes.Errors;
using Workflows.Volumes.Manifests;
using Workflows.Volumes.Packs;
using Workflows.Volumes.Trees;

namespace Workflows.Volumes.Reading;

/// <summary>Looks into a backup of a volume without restoring it.</summary>
public sealed class VolumeContents
{
    private readonly VolumeFiles files;
    private readonly VolumeRecord record;

    /// <param name="store">The store that has the backup's packs and tree.</param>
    /// <param name="record">The backup.</param>
    /// <param name="keys">The keys of an encrypted backup.</param>
    public VolumeContents(IArchiveStore store, VolumeRecord record, AttemptKeys? keys = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(record);
        files = new(store, record, keys);
        this.record = record;
    }

    /// <summary>What is at a path and below it, in the order of paths.</summary>
    /// <exception cref="VolumeDamagedException">What is stored is not what was written.</exception>
    public async IAsyncEnumerable<TreeEntry> ListAsync(
        TreePath from, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(from);
        await using var tree = await SpooledTree.OpenAsync(files, folder: null, cancellationToken);
        await foreach (var entry in tree.ReadAsync(cancellationToken))
        {
            if (entry.Path.StartsWith(from))
            {
                yield return entry;
            }
        }
    }

    /// <summary>Writes what a file holds; a further name of a file holds the same.</summary>
    /// <exception cref="WorkflowsException">There is no such file: <see cref="ErrorKind.NotFound"/>.</exception>
    /// <exception cref="VolumeDamagedException">What is stored is not what was written.</exception>
    public async Task CopyFileAsync(TreePath path, Stream to, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(to);
        var entry = await FindAsync(path, cancellationToken);
        entry = entry?.LinkTo is { } first ? await FindAsync(first, cancellationToken) : entry;
        var content = entry?.Content ?? throw new WorkflowsException(
            ErrorKind.NotFound,
            entry is null
                ? $"There is no '{path}' in the volume backup \"{record.Name}\"."
                : $"'{path}' in the volume backup \"{record.Name}\" is no file.");
        await CopyAsync(content, to, cancellationToken);
    }

    private async Task<TreeEntry?> FindAsync(TreePath path, CancellationToken cancellationToken)
    {
        await foreach (var entry in ListAsync(path, cancellationToken))
        {
            return entry.Path == path ? entry : null;
        }

        return null;
    }

    private async Task CopyAsync(FileContent content, Stream to, CancellationToken cancellationToken)
    {
        using var packs = new PackReader(files);
        var chunks = content.Chunks.GetEnumerator();
        var data = ReadOnlyMemory<byte>.Empty;
        var buffer = ArrayPool<byte>.Shared.Rent(Chunking.ContentChunker.MaxLength);
        try
        {
            var position = 0L;
            foreach (var run in content.DataRuns)
            {
                await CopyZerosAsync(run.Offset - position, to, cancellationToken);
                for (var left = run.Length; left > 0;)
                {
                    if (data.IsEmpty)
                    {
                        chunks.MoveNext();
                        await packs.ReadAsync(
                            chunks.Current, buffer.AsMemory(0, chunks.Current.Length), cancellationToken);
                        data = buffer.AsMemory(0, chunks.Current.Length);
                    }

                    var length = (int)Math.Min(left, data.Length);
                    await to.WriteAsync(data[..length], cancellationToken);
                    data = data[length..];
                    left -= length;
                }

                position = run.Offset + run.Length;
            }

            await CopyZerosAsync(content.Length - position, to, cancellationToken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            chunks.Dispose();
        }
    }

    private static async Task CopyZerosAsync(long count, Stream to, CancellationToken cancellationToken)
    {
        var zeros = new byte[(int)Math.Min(count, 64 << 10)];
        for (; count > 0; count -= zeros.Length)
        {
            await to.WriteAsync(zeros.AsMemory(0, (int)Math.Min(count, zeros.Length)), cancellationToken);
        }
    }
}
