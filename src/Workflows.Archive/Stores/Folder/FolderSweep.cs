namespace Workflows.Archive.Stores.Folder;

/// <summary>Removes what dead processes left behind, once per opened store, when it first writes.</summary>
internal sealed class FolderSweep(FolderLayout layout, IStoreFiles files, TimeProvider timeProvider)
{
    /// <summary>
    /// No blob is written for three days without anything to add to it, not even one that gathers what a large volume
    /// has that is new; a temporary file this old has lost its writer.
    /// </summary>
    public static readonly TimeSpan TemporaryLifetime = TimeSpan.FromDays(3);

    /// <summary>As long as Azure keeps uncommitted blocks, so that both stores behave alike.</summary>
    public static readonly TimeSpan BlockLifetime = TimeSpan.FromDays(7);

    private int swept;

    public void SweepOnce()
    {
        if (Interlocked.Exchange(ref swept, 1) != 0)
            return;

        var now = timeProvider.GetUtcNow();
        Sweep(layout.Temporary, now - TemporaryLifetime);
        Sweep(layout.Blocks, now - BlockLifetime);
    }

    private void Sweep(string directory, DateTimeOffset oldest)
    {
        try
        {
            foreach (var entry in files.List(directory).Where(e => e.Kind == FileKind.File && e.Modified < oldest))
                files.Delete(Path.Combine(directory, entry.Name));
        }
        catch (Exception error) when (FolderErrors.Knows(error))
        {
            // Tidiness is no reason to refuse the write that is about to happen; it fails by itself if it must.
        }
    }
}
