using System.Collections.Concurrent;
using Workflows.Archive.Stores;

namespace Workflows.Volumes.Tests.Support;

/// <summary>What a grant to create gives of a store: whatever else is asked for is an error.</summary>
internal sealed class CreateOnlyStore(IArchiveStore store) : IArchiveStore
{
    private readonly ConcurrentDictionary<string, bool> created = new(StringComparer.Ordinal);

    public Uri Location => store.Location;

    /// <summary>What was created.</summary>
    public IReadOnlyList<string> Created => [.. created.Keys.Order(StringComparer.Ordinal)];

    public Task<StoredBlob?> FindAsync(string path, CancellationToken cancellationToken = default) => throw Refusal(path);

    public Task<Stream> OpenReadAsync(
        string path, long offset = 0, long? length = null, CancellationToken cancellationToken = default) =>
        throw Refusal(path);

    public Task<StoredBlob> WriteAsync(
        string path, ReadOnlyMemory<byte> content, WriteCondition condition, CancellationToken cancellationToken = default)
    {
        RequireNew(path, condition);
        return store.WriteAsync(path, content, condition, cancellationToken);
    }

    public IAsyncEnumerable<StoredBlob> ListAsync(string prefix, CancellationToken cancellationToken = default) =>
        throw Refusal(prefix);

    public Task DeleteAsync(string path, CancellationToken cancellationToken = default) => throw Refusal(path);

    public Task StageBlockAsync(
        string path, string blockId, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default) =>
        store.StageBlockAsync(path, blockId, content, cancellationToken);

    public Task<StoredBlob> CommitBlocksAsync(
        string path, IReadOnlyList<string> blockIds, WriteCondition condition, CancellationToken cancellationToken = default)
    {
        RequireNew(path, condition);
        return store.CommitBlocksAsync(path, blockIds, condition, cancellationToken);
    }

    public Task DiscardBlocksAsync(string path, CancellationToken cancellationToken = default) => throw Refusal(path);

    private void RequireNew(string path, WriteCondition condition)
    {
        if (!condition.MustBeAbsent || !created.TryAdd(path, value: true))
        {
            throw Refusal(path);
        }
    }

    private static InvalidOperationException Refusal(string path) => new($"It may only create, and did something else with {path}.");
}
