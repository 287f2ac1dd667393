using Workflows.Archive.Stores;

namespace Workflows.Archive.Tests.Support;

/// <summary>Takes blocks and forgets them: what memory grows by is then the caller's.</summary>
public sealed class ForgetfulStore : IArchiveStore
{
    public Uri Location { get; } = new("memory:///forgetful");

    public Task StageBlockAsync(
        string path, string blockId, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default) => Task.CompletedTask;

    public Task<StoredBlob?> FindAsync(string path, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<Stream> OpenReadAsync(
        string path, long offset = 0, long? length = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<StoredBlob> WriteAsync(
        string path, ReadOnlyMemory<byte> content, WriteCondition condition, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public IAsyncEnumerable<StoredBlob> ListAsync(string prefix, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task DeleteAsync(string path, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<StoredBlob> CommitBlocksAsync(
        string path, IReadOnlyList<string> blockIds, WriteCondition condition, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task DiscardBlocksAsync(string path, CancellationToken cancellationToken = default) => throw new NotSupportedException();
}
