using Workflows.Archive.IO;
using Workflows.Archive.Stores.Containers;
using Workflows.Archive.Stores.Errors;

namespace Workflows.Archive.Stores.Folder;

/// <summary>
/// A store in a folder. Blobs are files; folders are created 0700 and files 0600. A missing folder is an empty store
/// and is created by the first write; a folder whose parent is missing too is <see cref="StoreNotFoundException"/>
/// to a reader. Symbolic links below the folder are refused (an attacker who can rename files in it while a call
/// runs can still win a race: the folder's own permissions guard against that).
/// <para>
/// Its containers are folders below <c>containers</c>. What a grant of one allows is kept by its holder alone, since a
/// folder knows nobody's rights but those of users: mount it where only its holder is, read-only where it is to be read.
/// </para>
/// </summary>
public sealed class FolderStore : IArchiveStore, IContainerStore
{
    private readonly FolderLayout layout;
    private readonly IStoreFiles files;
    private readonly TimeProvider timeProvider;
    private readonly FolderDirectories directories;
    private readonly FolderLock exclusive;
    private readonly FolderWriter writer;
    private readonly FolderSweep sweep;

    /// <param name="root">The folder.</param>
    /// <param name="timeProvider">Clock; null means the system's.</param>
    public FolderStore(string root, TimeProvider? timeProvider = null)
        : this(root, new DiskFiles(), timeProvider ?? TimeProvider.System)
    {
    }

    internal FolderStore(string root, IStoreFiles files, TimeProvider timeProvider)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        this.files = files;
        this.timeProvider = timeProvider;
        layout = new FolderLayout(root);
        Location = new Uri(layout.Root);
        directories = new FolderDirectories(layout, files, Location);
        exclusive = new FolderLock(layout, files, Location, timeProvider);
        writer = new FolderWriter(layout, files, directories, exclusive, Location);
        sweep = new FolderSweep(layout, files, timeProvider);
    }

    public Uri Location { get; }

    public Task<StoredBlob?> FindAsync(string path, CancellationToken cancellationToken = default)
    {
        StorePath.Validate(path);
        return GuardAsync(path, () => Task.FromResult(Find(path)));
    }

    public Task<Stream> OpenReadAsync(
        string path, long offset = 0, long? length = null, CancellationToken cancellationToken = default)
    {
        StorePath.Validate(path);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length ?? 0, nameof(length));
        return GuardAsync(path, () => Task.FromResult<Stream>(OpenRange(path, offset, length)));
    }

    public Task<StoredBlob> WriteAsync(
        string path, ReadOnlyMemory<byte> content, WriteCondition condition, CancellationToken cancellationToken = default)
    {
        StorePath.Validate(path);
        return GuardAsync(path, () =>
        {
            sweep.SweepOnce();
            return writer.WriteBlobAsync(path, (file, token) => file.AppendAsync(content, token), condition, cancellationToken);
        });
    }

    public IBlobWriter OpenWrite(string path, int capacity)
    {
        StorePath.Validate(path);
        sweep.SweepOnce();
        return new FolderBlobWriter(writer, Location, path);
    }

    public IAsyncEnumerable<StoredBlob> ListAsync(string prefix, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        return new FolderListing(layout, files, directories, Location).List(prefix, cancellationToken).ToAsyncEnumerable();
    }

    public Task DeleteAsync(string path, CancellationToken cancellationToken = default)
    {
        StorePath.Validate(path);
        return GuardAsync(path, async () =>
        {
            if (directories.FindBlob(path) is not null)
            {
                using var held = await exclusive.AcquireAsync(cancellationToken);
                files.Delete(layout.Blob(path));
                files.FlushDirectory(Path.GetDirectoryName(layout.Blob(path))!);
                directories.Prune(path);
            }

            return DropBlocks(path);
        });
    }

    public Task StageBlockAsync(
        string path, string blockId, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default)
    {
        StorePath.Validate(path);
        StorePath.ValidateBlockId(blockId);
        if (content.Length is 0 or > StoreLimits.MaxBlockBytes)
            throw new ArgumentOutOfRangeException(nameof(content), content.Length, "A block has 1 byte to 100 MiB.");
        return GuardAsync(path, async () =>
        {
            sweep.SweepOnce();
            await writer.WriteBlockAsync(layout.Block(path, blockId), content, cancellationToken);
            return true;
        });
    }

    public Task<StoredBlob> CommitBlocksAsync(
        string path, IReadOnlyList<string> blockIds, WriteCondition condition, CancellationToken cancellationToken = default)
    {
        StorePath.Validate(path);
        ArgumentNullException.ThrowIfNull(blockIds);
        foreach (var blockId in blockIds)
            StorePath.ValidateBlockId(blockId);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(blockIds.Count, StoreLimits.MaxBlocksPerBlob, nameof(blockIds));
        return GuardAsync(path, () => CommitAsync(path, blockIds, condition, cancellationToken));
    }

    public Task DiscardBlocksAsync(string path, CancellationToken cancellationToken = default)
    {
        StorePath.Validate(path);
        return GuardAsync(path, () => Task.FromResult(DropBlocks(path)));
    }

    public Task<IArchiveStore> OpenContainerAsync(string name, bool create, CancellationToken cancellationToken = default)
    {
        ContainerName.Validate(name);
        return GuardAsync(ContainerPath(name), () =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (create)
                directories.Ensure(layout.Container(name));
            else
                CheckContainer(name);
            return Task.FromResult<IArchiveStore>(new FolderStore(layout.Container(name), files, timeProvider));
        });
    }

    public Task<IReadOnlyList<string>> ListContainersAsync(CancellationToken cancellationToken = default) =>
        GuardAsync(FolderLayout.ContainersName, () =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            directories.CheckPlaceExists();
            return Task.FromResult<IReadOnlyList<string>>(
            [
                .. files.List(layout.Containers)
                    .Where(entry => entry.Kind == FileKind.Directory && ContainerName.IsValid(entry.Name))
                    .Select(entry => entry.Name)
                    .Order(StringComparer.Ordinal),
            ]);
        });

    public Task<StoreGrant> GrantAsync(
        string name, StoreAccess access, TimeSpan lifetime, CancellationToken cancellationToken = default)
    {
        ContainerName.Validate(name);
        StoreGrant.CheckLifetime(lifetime);
        return GuardAsync(ContainerPath(name), () =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            CheckContainer(name);
            var folder = layout.Container(name);

            // From its whole text: JSON takes the text that a URI was made from, and a path alone would come back relative.
            var location = new Uri(new Uri(folder).AbsoluteUri);
            return Task.FromResult(new StoreGrant { Access = access, Location = location, Folder = folder });
        });
    }

    private static string ContainerPath(string name) => $"{FolderLayout.ContainersName}/{name}";

    private void CheckContainer(string name)
    {
        directories.CheckPlaceExists();
        if (!directories.Exists(layout.Container(name)))
            throw new StoreNotFoundException(Location, ContainerPath(name), "It was deleted, or what it held was never written here.");
    }

    private StoredBlob? Find(string path)
    {
        if (directories.FindBlob(path) is { } entry)
            return FolderWriter.Describe(path, entry);
        directories.CheckPlaceExists();
        return null;
    }

    private BoundedReadStream OpenRange(string path, long offset, long? length)
    {
        if (Find(path) is null)
            throw new BlobNotFoundException(Location, path);

        Stream file;
        try
        {
            file = files.OpenRead(layout.Blob(path));
        }
        catch (IOException error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new BlobNotFoundException(Location, path);
        }

        var wanted = length ?? Math.Max(0, file.Length - offset);
        if (offset > file.Length || wanted > file.Length - offset)
        {
            var actual = file.Length;
            file.Dispose();
            throw new BlobRangeException(Location, path, offset, wanted, actual);
        }

        file.Position = offset;
        return new BoundedReadStream(file, wanted, ownsInner: true);
    }

    private async Task<StoredBlob> CommitAsync(
        string path, IReadOnlyList<string> blockIds, WriteCondition condition, CancellationToken cancellationToken)
    {
        // Looked at first so that a commit that can't win does not copy an archive to find out.
        if (!condition.HoldsFor(Find(path)))
            throw new StoreConflictException(Location, path, condition);

        var missing = blockIds.Where(id => files.Find(layout.Block(path, id)) is not { Kind: FileKind.File }).ToList();
        if (missing.Count > 0)
            throw new BlocksMissingException(Location, path, missing);

        var blob = await writer.WriteBlobAsync(
            path,
            async (file, token) =>
            {
                foreach (var id in blockIds)
                    await AppendBlockAsync(file, path, id, token);
            },
            condition,
            cancellationToken);
        DropBlocks(path);
        return blob;
    }

    private async Task AppendBlockAsync(IStoreFile file, string path, string blockId, CancellationToken cancellationToken)
    {
        try
        {
            await file.AppendFileAsync(layout.Block(path, blockId), cancellationToken);
        }
        catch (FileNotFoundException)
        {
            // Another commit of the same blob took it between the look above and now.
            throw new BlocksMissingException(Location, path, [blockId]);
        }
    }

    /// <summary>Whether anything was staged.</summary>
    private bool DropBlocks(string path)
    {
        var prefix = FolderLayout.BlockPrefix(path);
        var staged = files.List(layout.Blocks).Where(e => e.Name.StartsWith(prefix, StringComparison.Ordinal)).ToList();
        foreach (var block in staged)
            files.Delete(Path.Combine(layout.Blocks, block.Name));
        if (staged.Count > 0)
            files.FlushDirectory(layout.Blocks);
        return staged.Count > 0;
    }

    private async Task<T> GuardAsync<T>(string path, Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (Exception error) when (FolderErrors.Knows(error))
        {
            throw FolderErrors.Translate(error, Location, path);
        }
    }
}
