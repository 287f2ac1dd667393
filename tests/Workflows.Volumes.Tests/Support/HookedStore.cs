using System.Runtime.CompilerServices;
using Workflows.Archive.Stores;

namespace Workflows.Volumes.Tests.Support;

/// <summary>A store in which something happens before, or after, calls that a test names.</summary>
internal sealed class HookedStore(IArchiveStore store) : IArchiveStore
{
    public Uri Location => store.Location;

    /// <summary>Called before a blob is written or blocks are staged.</summary>
    public Func<string, Task> BeforeWrite { get; set; } = _ => Task.CompletedTask;

    /// <summary>Called when a blob was written.</summary>
    public Func<string, Task> AfterWrite { get; set; } = _ => Task.CompletedTask;

    /// <summary>Called before a blob is read.</summary>
    public Func<string, Task> BeforeRead { get; set; } = _ => Task.CompletedTask;

    /// <summary>Called before blobs are listed.</summary>
    public Func<string, Task> BeforeList { get; set; } = _ => Task.CompletedTask;

    /// <summary>Called before a blob is deleted.</summary>
    public Func<string, Task> BeforeDelete { get; set; } = _ => Task.CompletedTask;

    public Task<StoredBlob?> FindAsync(string path, CancellationToken cancellationToken = default) =>
        store.FindAsync(path, cancellationToken);

    public async Task<Stream> OpenReadAsync(
        string path, long offset = 0, long? length = null, CancellationToken cancellationToken = default)
    {
        await BeforeRead(path);
        return await store.OpenReadAsync(path, offset, length, cancellationToken);
    }

    public async Task<StoredBlob> WriteAsync(
        string path, ReadOnlyMemory<byte> content, WriteCondition condition, CancellationToken cancellationToken = default)
    {
        await BeforeWrite(path);
        var written = await store.WriteAsync(path, content, condition, cancellationToken);
        await AfterWrite(path);
        return written;
    }

    public async IAsyncEnumerable<StoredBlob> ListAsync(
        string prefix, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await BeforeList(prefix);
        await foreach (var blob in store.ListAsync(prefix, cancellationToken))
        {
            yield return blob;
        }
    }

    public async Task DeleteAsync(string path, CancellationToken cancellationToken = default)
    {
        await BeforeDelete(path);
        await store.DeleteAsync(path, cancellationToken);
    }

    public async Task StageBlockAsync(
        string path, string blockId, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default)
    {
        await BeforeWrite(path);
        await store.StageBlockAsync(path, blockId, content, cancellationToken);
    }

    public Task<StoredBlob> CommitBlocksAsync(
        string path, IReadOnlyList<string> blockIds, WriteCondition condition, CancellationToken cancellationToken = default) =>
        store.CommitBlocksAsync(path, blockIds, condition, cancellationToken);

    public Task DiscardBlocksAsync(string path, CancellationToken cancellationToken = default) =>
        store.DiscardBlocksAsync(path, cancellationToken);
}
