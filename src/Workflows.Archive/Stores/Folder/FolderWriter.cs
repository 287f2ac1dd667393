using Workflows.Archive.Stores.Errors;

namespace Workflows.Archive.Stores.Folder;

/// <summary>
/// Writes files so that each is there whole or not at all, whatever happens to the process or the machine: temporary
/// file, flush, rename, flush of the folder.
/// </summary>
internal sealed class FolderWriter(
    FolderLayout layout, IStoreFiles files, FolderDirectories directories, FolderLock exclusive, Uri store)
{
    public delegate ValueTask Fill(IStoreFile file, CancellationToken cancellationToken);

    /// <summary>Writes a blob if the condition holds at the moment it would appear.</summary>
    public async Task<StoredBlob> WriteBlobAsync(
        string path, Fill fill, WriteCondition condition, CancellationToken cancellationToken)
    {
        var temporary = await WriteTemporaryAsync(fill, cancellationToken);
        try
        {
            using (await exclusive.AcquireAsync(cancellationToken))
                return Publish(temporary, path, condition);
        }
        catch
        {
            Forget(temporary);
            throw;
        }
    }

    /// <summary>Writes a staged block; a block of the same name is replaced.</summary>
    public async Task WriteBlockAsync(string file, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var temporary = await WriteTemporaryAsync((target, token) => target.AppendAsync(content, token), cancellationToken);
        try
        {
            directories.Ensure(layout.Blocks);
            files.Rename(temporary, file, replace: true);
            files.FlushDirectory(layout.Blocks);
        }
        catch
        {
            Forget(temporary);
            throw;
        }
    }

    public static StoredBlob Describe(string path, FileEntry entry) =>
        new(path, entry.Length, $"{entry.Modified.UtcTicks:x}-{entry.Length:x}", entry.Modified);

    private async Task<string> WriteTemporaryAsync(Fill fill, CancellationToken cancellationToken)
    {
        directories.Ensure(layout.Temporary);
        var temporary = layout.NewTemporary();
        try
        {
            using var file = files.Create(temporary);
            await fill(file, cancellationToken);
            file.FlushToDisk();
            return temporary;
        }
        catch
        {
            Forget(temporary);
            throw;
        }
    }

    private StoredBlob Publish(string temporary, string path, WriteCondition condition)
    {
        var existing = directories.FindBlob(path);
        if (!condition.HoldsFor(existing is null ? null : Describe(path, existing)))
            throw new StoreConflictException(store, path, condition);

        var target = layout.Blob(path);
        directories.Ensure(Path.GetDirectoryName(target)!);
        if (existing is not null)
            MakeNewer(temporary, existing.Modified);
        try
        {
            files.Rename(temporary, target, replace: !condition.MustBeAbsent);
        }
        catch (IOException error) when (condition.MustBeAbsent && FolderErrors.IsAlreadyThere(error))
        {
            // Somebody who does not know of the lock.
            throw new StoreConflictException(store, path, condition);
        }

        files.FlushDirectory(Path.GetDirectoryName(target)!);
        return Describe(path, directories.FindBlob(path)
            ?? throw new StoreUnavailableException(store, path, "it vanished while it was written"));
    }

    /// <summary>
    /// The time is half of the ETag, so it must differ from the replaced file's; the clock of a file system may not
    /// have moved on since (4 ms on Linux), and some keep whole or even seconds only.
    /// </summary>
    private void MakeNewer(string temporary, DateTimeOffset existing)
    {
        TimeSpan[] steps = [TimeSpan.FromTicks(1), TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(2)];
        foreach (var step in steps)
        {
            if (files.Find(temporary) is { } written && written.Modified > existing)
                return;
            files.SetModified(temporary, existing + step);
        }
    }

    private void Forget(string temporary)
    {
        try
        {
            files.Delete(temporary);
        }
        catch (Exception error) when (FolderErrors.Knows(error))
        {
            // The error that led here is the one to report; what is left is swept later.
        }
    }
}
