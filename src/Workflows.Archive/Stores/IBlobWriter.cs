namespace Workflows.Archive.Stores;

/// <summary>
/// A blob that is written from its start to its end: there is nothing of it before it is committed, and nothing is left
/// of one that is disposed before. Not for concurrent calls.
/// </summary>
public interface IBlobWriter : IAsyncDisposable
{
    /// <param name="content">What comes next; free again when the call has ended.</param>
    /// <param name="cancellationToken">Ends the call, after which nothing but disposing is left to do.</param>
    ValueTask AppendAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default);

    /// <summary>Makes a blob of what was appended, in one step.</summary>
    /// <exception cref="Errors.StoreConflictException">The condition does not hold; nothing was changed.</exception>
    Task<StoredBlob> CommitAsync(WriteCondition condition, CancellationToken cancellationToken = default);
}
