using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Errors;

namespace Workflows.Archive.Tests.Support;

/// <summary>
/// A store in memory, which passes the conformance suite: quick enough for campaigns, and it counts what it is asked.
/// </summary>
public sealed class MemoryStore : IArchiveStore
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<string, (byte[] Content, int Version)> blobs = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Path, string Id), byte[]> blocks = [];
    private int version;
    private long bytesBeingStaged;

    public Uri Location { get; } = new("memory:///store");

    /// <summary>Ranges that were asked for.</summary>
    public ConcurrentQueue<(string Path, long Offset, long Length)> Reads { get; } = new();

    /// <summary>Sizes of the blocks that were staged.</summary>
    public ConcurrentQueue<(string Path, string Id, int Length)> Staged { get; } = new();

    /// <summary>The most bytes that were on their way to the store at one time.</summary>
    public long MostBytesBeingStaged { get; private set; }

    /// <summary>Runs before each operation; it may throw, wait, or change the store.</summary>
    public Func<string, string, Task>? Before { get; set; }

    public IReadOnlyDictionary<string, byte[]> Snapshot()
    {
        lock (gate)
            return blobs.ToDictionary(b => b.Key, b => b.Value.Content, StringComparer.Ordinal);
    }

    /// <summary>Puts bytes in place behind the store's back, as bit rot or an attacker would.</summary>
    public void Overwrite(string path, byte[] content)
    {
        lock (gate)
            blobs[path] = (content, ++version);
    }

    public void Remove(string path)
    {
        lock (gate)
            blobs.Remove(path);
    }

    public async Task<StoredBlob?> FindAsync(string path, CancellationToken cancellationToken = default)
    {
        StorePath.Validate(path);
        await StepAsync("find", path);
        lock (gate)
            return Describe(path);
    }

    public async Task<Stream> OpenReadAsync(
        string path, long offset = 0, long? length = null, CancellationToken cancellationToken = default)
    {
        StorePath.Validate(path);
        await StepAsync("read", path);
        byte[] content;
        lock (gate)
            content = blobs.TryGetValue(path, out var blob) ? blob.Content : throw new BlobNotFoundException(Location, path);
        var wanted = length ?? Math.Max(0, content.Length - offset);
        if (offset > content.Length || wanted > content.Length - offset)
            throw new BlobRangeException(Location, path, offset, wanted, content.Length);
        Reads.Enqueue((path, offset, wanted));
        return new MemoryStream(content, (int)offset, (int)wanted, writable: false);
    }

    public async Task<StoredBlob> WriteAsync(
        string path, ReadOnlyMemory<byte> content, WriteCondition condition, CancellationToken cancellationToken = default)
    {
        StorePath.Validate(path);
        await StepAsync("write", path);
        return Put(path, content.ToArray(), condition);
    }

    public async IAsyncEnumerable<StoredBlob> ListAsync(
        string prefix, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await StepAsync("list", prefix);
        List<StoredBlob> found;
        lock (gate)
            found = [.. blobs.Keys.Where(p => p.StartsWith(prefix, StringComparison.Ordinal)).Select(p => Describe(p)!)];
        foreach (var blob in found)
            yield return blob;
    }

    public async Task DeleteAsync(string path, CancellationToken cancellationToken = default)
    {
        StorePath.Validate(path);
        await StepAsync("delete", path);
        Remove(path);
        DropBlocks(path);
    }

    public async Task StageBlockAsync(
        string path, string blockId, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default)
    {
        StorePath.Validate(path);
        StorePath.ValidateBlockId(blockId);
        ArgumentOutOfRangeException.ThrowIfZero(content.Length);
        lock (gate)
            MostBytesBeingStaged = Math.Max(MostBytesBeingStaged, bytesBeingStaged += content.Length);
        try
        {
            await StepAsync("stage", path);
            Staged.Enqueue((path, blockId, content.Length));
            lock (gate)
                blocks[(path, blockId)] = content.ToArray();
        }
        finally
        {
            lock (gate)
                bytesBeingStaged -= content.Length;
        }
    }

    public async Task<StoredBlob> CommitBlocksAsync(
        string path, IReadOnlyList<string> blockIds, WriteCondition condition, CancellationToken cancellationToken = default)
    {
        StorePath.Validate(path);
        foreach (var id in blockIds)
            StorePath.ValidateBlockId(id);
        await StepAsync("commit", path);
        lock (gate)
        {
            if (!condition.HoldsFor(Describe(path)))
                throw new StoreConflictException(Location, path, condition);
            var missing = blockIds.Where(id => !blocks.ContainsKey((path, id))).ToList();
            if (missing.Count > 0)
                throw new BlocksMissingException(Location, path, missing);
            var blob = Put(path, [.. blockIds.SelectMany(id => blocks[(path, id)])], condition);
            DropBlocks(path);
            return blob;
        }
    }

    public async Task DiscardBlocksAsync(string path, CancellationToken cancellationToken = default)
    {
        StorePath.Validate(path);
        await StepAsync("discard", path);
        DropBlocks(path);
    }

    private Task StepAsync(string operation, string path) => Before?.Invoke(operation, path) ?? Task.CompletedTask;

    private StoredBlob Put(string path, byte[] content, WriteCondition condition)
    {
        lock (gate)
        {
            if (!condition.HoldsFor(Describe(path)))
                throw new StoreConflictException(Location, path, condition);
            blobs[path] = (content, ++version);
            return Describe(path)!;
        }
    }

    private StoredBlob? Describe(string path) => blobs.TryGetValue(path, out var blob)
        ? new StoredBlob(path, blob.Content.Length, $"v{blob.Version}", DateTimeOffset.UnixEpoch)
        : null;

    private void DropBlocks(string path)
    {
        lock (gate)
        {
            foreach (var key in blocks.Keys.Where(k => k.Path == path).ToList())
                blocks.Remove(key);
        }
    }
}
