using Workflows.Archive.Stores;

namespace Workflows.Volumes.Tests.Support;

/// <summary>What a grant to read gives of a store: whatever else is asked for is an error.</summary>
internal sealed class ReadOnlyStore(IArchiveStore store) : IArchiveStore
{
    public Uri Location => store.Location;

    public Task<StoredBlob?> FindAsync(string path, CancellationToken cancellationToken = default) =>
        store.FindAsync(path, cancellationToken);

    public Task<Stream> OpenReadAsync(
        string path, long offset = 0, long? length = null, CancellationToken cancellationToken = default) =>
        store.OpenReadAsync(path, offset, length, cancellationToken);

    public Task<StoredBlob> WriteAsync(
        string path, ReadOnlyMemory<byte> content, WriteCondition condition, CancellationToken cancellationToken = default) =>
        throw Refusal(path);

    public IAsyncEnumerable<StoredBlob> ListAsync(string prefix, CancellationToken cancellationToken = default) =>
        throw Refusal(prefix);

    public Task DeleteAsync(string path, CancellationToken cancellationToken = default) => throw Refusal(path);

    public Task StageBlockAsync(
        string path, string blockId, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default) =>
        throw Refusal(path);

    public Task<StoredBlob> CommitBlocksAsync(
        string path, IReadOnlyList<string> blockIds, WriteCondition condition, CancellationToken cancellationToken = default) =>
        throw Refusal(path);

    public Task DiscardBlocksAsync(string path, CancellationToken cancellationToken = default) => throw Refusal(path);

    private static InvalidOperationException Refusal(string path) => new($"It may only read, and did something else with {path}.");
}
