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
        using var temporary = CreateTemporary();
        await fill(temporary.File, cancellationToken);
        return await CommitAsync(temporary, path, condition, cancellationToken);
    }

    /// <summary>Makes a blob of what was written, if the condition holds at the moment it would appear.</summary>
    public async Task<StoredBlob> CommitAsync(
        TemporaryFile temporary, string path, WriteCondition condition, CancellationToken cancellationToken)
    {
        temporary.Complete();
        using (await exclusive.AcquireAsync(cancellationToken))
            return Publish(temporary, path, condition);
    }

    /// <summary>Writes a staged block; a block of the same name is replaced.</summary>
    public async Task WriteBlockAsync(string file, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        using var temporary = CreateTemporary();
        await temporary.File.AppendAsync(content, cancellationToken);
        temporary.Complete();
        directories.Ensure(layout.Blocks);
        files.Rename(temporary.Path, file, replace: true);
        temporary.Keep();
        files.FlushDirectory(layout.Blocks);
    }

    public TemporaryFile CreateTemporary()
    {
        directories.Ensure(layout.Temporary);
        return new(files, layout.NewTemporary());
    }

    public static StoredBlob Describe(string path, FileEntry entry) =>
        new(path, entry.Length, $"{entry.Modified.UtcTicks:x}-{entry.Length:x}", entry.Modified);

    private StoredBlob Publish(TemporaryFile temporary, string path, WriteCondition condition)
    {
        var existing = directories.FindBlob(path);
        if (!condition.HoldsFor(existing is null ? null : Describe(path, existing)))
            throw new StoreConflictException(store, path, condition);

        var target = layout.Blob(path);
        directories.Ensure(Path.GetDirectoryName(target)!);
        if (existing is not null)
            MakeNewer(temporary.Path, existing.Modified);
        try
        {
            files.Rename(temporary.Path, target, replace: !condition.MustBeAbsent);
            temporary.Keep();
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
}
