using Workflows.Archive.Stores;

namespace Workflows.Mover.Stores;

/// <summary>A store whose every call that its grant may allow is made with <see cref="Patience"/>.</summary>
internal sealed class PatientStore(IArchiveStore store, Patience patience) : IArchiveStore
{
    public Uri Location => store.Location;

    public Task<StoredBlob?> FindAsync(string path, CancellationToken cancellationToken = default) =>
        patience.CallAsync(() => store.FindAsync(path, cancellationToken), cancellationToken);

    public async Task<Stream> OpenReadAsync(
        string path, long offset = 0, long? length = null, CancellationToken cancellationToken = default)
    {
        var opened = await OpenAsync(offset, length);
        return new PatientReadStream(opened, patience, position => OpenAsync(offset + position, length - position));

        Task<Stream> OpenAsync(long from, long? count) =>
            patience.CallAsync(() => store.OpenReadAsync(path, from, count, cancellationToken), cancellationToken);
    }

    public Task<StoredBlob> WriteAsync(
        string path, ReadOnlyMemory<byte> content, WriteCondition condition, CancellationToken cancellationToken = default) =>
        patience.CallAsync(() => store.WriteAsync(path, content, condition, cancellationToken), cancellationToken);

    public IAsyncEnumerable<StoredBlob> ListAsync(string prefix, CancellationToken cancellationToken = default) =>
        store.ListAsync(prefix, cancellationToken);

    public Task DeleteAsync(string path, CancellationToken cancellationToken = default) =>
        store.DeleteAsync(path, cancellationToken);

    public Task StageBlockAsync(
        string path, string blockId, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default) =>
        CallAsync(() => store.StageBlockAsync(path, blockId, content, cancellationToken), cancellationToken);

    public Task<StoredBlob> CommitBlocksAsync(
        string path, IReadOnlyList<string> blockIds, WriteCondition condition, CancellationToken cancellationToken = default) =>
        patience.CallAsync(() => store.CommitBlocksAsync(path, blockIds, condition, cancellationToken), cancellationToken);

    public Task DiscardBlocksAsync(string path, CancellationToken cancellationToken = default) =>
        CallAsync(() => store.DiscardBlocksAsync(path, cancellationToken), cancellationToken);

    private Task<bool> CallAsync(Func<Task> callAsync, CancellationToken cancellationToken) => patience.CallAsync(
        async () =>
        {
            await callAsync();
            return true;
        },
        cancellationToken);
}
