using System.Collections.Concurrent;
using Workflows.Archive.Stores.Errors;

namespace Workflows.Archive.Stores.Containers;

/// <summary>
/// Remembers which writes ended without saying whether they happened, so that the same write, begun anew, knows its
/// own first try when that stands in its way.
/// </summary>
internal sealed class UnansweredWrites
{
    private readonly ConcurrentDictionary<string, bool> paths = new(StringComparer.Ordinal);

    private volatile bool hasWritten;

    /// <summary>Whether any write has been answered as done: then whoever writes here has the right to.</summary>
    public bool HasWritten => hasWritten;

    public void Add(string path) => paths[path] = true;

    public bool Contains(string path) => paths.ContainsKey(path);

    /// <summary>Writes a blob that must not be there yet.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="write">Writes it.</param>
    /// <param name="describe">Describes it where an earlier try has written it.</param>
    /// <exception cref="StoreConflictException">There was one, and no earlier try can have written it.</exception>
    public async Task<StoredBlob> WriteAsync(string path, Func<Task<StoredBlob>> write, Func<Task<StoredBlob>> describe)
    {
        try
        {
            var written = await write();
            hasWritten = true;
            return written;
        }
        catch (StoreConflictException) when (Contains(path))
        {
            return await describe();
        }
        catch (Exception error) when (error is StoreUnavailableException or OperationCanceledException)
        {
            Add(path);
            throw;
        }
    }
}
