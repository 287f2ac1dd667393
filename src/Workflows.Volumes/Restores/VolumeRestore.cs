using System.Runtime.Versioning;
using System.Threading.Channels;
using Workflows.Archive.Stores;
using Workflows.Core.Errors;
using Workflows.Volumes.Backups;
using Workflows.Volumes.Errors;
using Workflows.Volumes.Manifests;
using Workflows.Volumes.Packs;
using Workflows.Volumes.Posix;
using Workflows.Volumes.Reading;
using Workflows.Volumes.Trees;
using Workflows.Volumes.Verifying;

namespace Workflows.Volumes.Restores;

/// <summary>
/// Makes a directory what was backed up: directories and files first, further names of files when these are whole, and
/// last what directories are, since whatever is made in one changes its time.
/// </summary>
[SupportedOSPlatform("linux")]
public sealed class VolumeRestore
{
    /// <summary>How many entries may wait for one who makes them: each of those finds the next at once.</summary>
    private const int Ahead = 64;

    /// <summary>What an entry takes on the disk besides its content, or so.</summary>
    private const int EntryLength = 4 << 10;

    /// <summary>How many files may be at work.</summary>
    private static readonly int Workers = 2 * Environment.ProcessorCount;

    private readonly VolumeFiles sources;
    private readonly VolumeRestoreRequest request;
    private readonly EntryRestore restore;
    private readonly ProblemList problems = new();
    private readonly HashSet<(DeviceNumber FileSystem, ulong Inode)> filled = [];
    private long entries;
    private long unchanged;
    private long bytes;

    /// <param name="store">The store that has the backup's packs and tree; it is only read, and never listed.</param>
    /// <param name="record">The backup.</param>
    /// <param name="request">Where to restore to.</param>
    public VolumeRestore(IArchiveStore store, VolumeRecord record, VolumeRestoreRequest request)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(request);
        sources = new(store, record, request.Keys);
        this.request = request;
        restore = new(request.Overwrite);
    }

    /// <summary>Runs it.</summary>
    /// <param name="progress">Told now and then how far it is; null for nobody.</param>
    /// <param name="cancellationToken">Ends it; what was restored so far stays.</param>
    /// <exception cref="VolumeDamagedException">What is stored is not what was written; nothing was changed.</exception>
    /// <exception cref="WorkflowsException">
    /// The directory is not empty: <see cref="ErrorKind.Conflict"/>; nothing was changed.
    /// </exception>
    public async Task<VolumeRestoreResult> RunAsync(
        IProgress<VolumeProgress>? progress, CancellationToken cancellationToken)
    {
        RequireTarget();
        await using var tree = await SpooledTree.OpenAsync(sources, request.SpoolFolder, cancellationToken);
        if (request.BestEffort)
        {
            // Whatever is lost of files, what there is to make must be sound before anything is made.
            await foreach (var _ in tree.ReadAsync(cancellationToken))
            {
            }
        }
        else
        {
            await new VolumeVerifier(sources).RequireIntactAsync(tree, cancellationToken);
        }

        Directory.CreateDirectory(request.Path);
        var root = new SharedDirectory(DirectoryHandle.Open(request.Path));
        var flush = new EarlyFlush(() => DirectoryWriter.Flush(root.Directory));
        try
        {
            await FillAsync(root, tree, flush, progress, cancellationToken);
            await MakeFurtherNamesAsync(root, tree, cancellationToken);
            await FinishDirectoriesAsync(root, tree, cancellationToken);
            await flush.CompleteAsync();
        }
        finally
        {
            await flush.EndAsync();
            root.Release();
        }

        return new(entries, unchanged, bytes, problems.Count, problems.Named);
    }

    private void RequireTarget()
    {
        if (File.Exists(request.Path))
        {
            throw new WorkflowsException(ErrorKind.Usage, $"'{request.Path}' is a file; a volume is restored into a directory.");
        }

        if (!request.Overwrite && Directory.Exists(request.Path) && HoldsSomething(request.Path))
        {
            throw new WorkflowsException(
                ErrorKind.Conflict,
                $"'{request.Path}' is not empty. Restore into another directory, or say --overwrite: what the backup has "
                + "too is then made as it was, and the rest stays.");
        }
    }

    /// <summary>A fresh ext4 file system has a directory of its own in its root.</summary>
    private static bool HoldsSomething(string path) => new DirectoryInfo(path).EnumerateFileSystemInfos()
        .Any(entry => entry is not DirectoryInfo { Name: "lost+found", LinkTarget: null });

    private async Task FillAsync(
        SharedDirectory root,
        SpooledTree entriesToMake,
        EarlyFlush flush,
        IProgress<VolumeProgress>? progress,
        CancellationToken cancellationToken)
    {
        using var slots = new SemaphoreSlim(2 * Environment.ProcessorCount);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var packs = new PackReader(sources);
        var files = new FileRestore(packs, slots, flush);
        var work = Channel.CreateBounded<(SharedDirectory Parent, TreeEntry Entry)>(Ahead);
        var workers = Enumerable.Range(0, Workers)
            .Select(_ => Task.Run(() => WorkAsync(work.Reader, files, flush, end), cancellationToken))
            .ToArray();
        try
        {
            using var tree = new TargetTree(root);
            await foreach (var entry in entriesToMake.ReadAsync(end.Token))
            {
                if (entry.Path.IsRoot || entry.LinkTo is not null)
                {
                    continue;
                }

                await BeginAsync(tree, entry, work.Writer, end.Token);
                progress?.Report(new(Interlocked.Read(ref entries), Interlocked.Read(ref bytes)));
            }

            work.Writer.Complete();
        }
        catch (Exception failed)
        {
            work.Writer.TryComplete(failed is OperationCanceledException ? null : failed);
            await end.CancelAsync();
            await Task.WhenAll(workers);
            throw;
        }

        await Task.WhenAll(workers);
    }

    private async Task BeginAsync(
        TargetTree tree,
        TreeEntry entry,
        ChannelWriter<(SharedDirectory Parent, TreeEntry Entry)> work,
        CancellationToken cancellationToken)
    {
        SharedDirectory? parent = null;
        try
        {
            parent = tree.Open(entry.Path.Parent);
            if (entry.Metadata.Kind != EntryKind.Directory)
            {
                await work.WriteAsync((parent, entry), cancellationToken);
                parent = null;
                return;
            }

            var name = entry.Path.Names[^1];
            restore.MakeDirectory(parent.Directory, name);
            filled.Add(IdentityOf(parent.Directory.StatusOf(name)));
        }
        catch (FileSystemException failed)
        {
            problems.Add(entry.Path, failed.Message);
        }
        finally
        {
            parent?.Release();
        }
    }

    private async Task WorkAsync(
        ChannelReader<(SharedDirectory Parent, TreeEntry Entry)> work,
        FileRestore files,
        EarlyFlush flush,
        CancellationTokenSource end)
    {
        try
        {
            await foreach (var (parent, entry) in work.ReadAllAsync(end.Token))
            {
                try
                {
                    await RestoreAsync(parent.Directory, files, entry, end.Token);
                    flush.Add(EntryLength);
                }
                finally
                {
                    parent.Release();
                }
            }
        }
        catch
        {
            await end.CancelAsync();
            throw;
        }
    }

    private async Task RestoreAsync(
        DirectoryHandle parent, FileRestore files, TreeEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            var made = await restore.MakeAsync(parent, entry, files, cancellationToken);
            if (made.WasThere)
            {
                Interlocked.Increment(ref unchanged);
            }
            else
            {
                Interlocked.Add(ref bytes, entry.Content?.Chunks.Sum(chunk => (long)chunk.Length) ?? 0);
            }

            Count(entry, made.Refused);
        }
        catch (FileSystemException failed)
        {
            problems.Add(entry.Path, failed.Message);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            problems.Add(entry.Path, $"It can't be written: {failed.Message}");
        }
        catch (VolumeDamagedException damaged) when (request.BestEffort)
        {
            problems.Add(entry.Path, $"It is lost: {damaged.Message}");
        }
    }

    private async Task MakeFurtherNamesAsync(
        SharedDirectory root, SpooledTree entriesToMake, CancellationToken cancellationToken)
    {
        using var tree = new TargetTree(root);
        using var firsts = new TargetTree(root);
        await foreach (var entry in entriesToMake.ReadFurtherNamesAsync(cancellationToken))
        {
            var first = entry.LinkTo!;
            SharedDirectory? parent = null;
            SharedDirectory? from = null;
            try
            {
                from = firsts.Open(first.Parent);
                parent = tree.Open(entry.Path.Parent);
                restore.MakeName(from.Directory, first.Names[^1], parent.Directory, entry.Path.Names[^1]);
                entries++;
            }
            catch (FileSystemException failed)
            {
                problems.Add(entry.Path, failed.Message);
            }
            finally
            {
                parent?.Release();
                from?.Release();
            }
        }
    }

    /// <summary>A directory is finished when what comes next is not in it any more: those inside it before itself.</summary>
    private async Task FinishDirectoriesAsync(
        SharedDirectory root, SpooledTree entriesToMake, CancellationToken cancellationToken)
    {
        var begun = new Stack<TreeEntry>();
        using var tree = new TargetTree(root);
        await foreach (var entry in entriesToMake.ReadDirectoriesAsync(cancellationToken))
        {
            while (begun.TryPeek(out var last) && !entry.Path.StartsWith(last.Path))
            {
                FinishDirectory(tree, begun.Pop());
            }

            begun.Push(entry);
        }

        while (begun.TryPop(out var last))
        {
            FinishDirectory(tree, last);
        }
    }

    private void FinishDirectory(TargetTree tree, TreeEntry entry)
    {
        SharedDirectory? directory = null;
        try
        {
            directory = tree.Open(entry.Path);
            if (!entry.Path.IsRoot && !filled.Contains(IdentityOf(directory.Directory.Status())))
            {
                // Whoever put it there is not given the directory that it is not.
                throw new FileSystemException(
                    $"finish '{directory.Directory.Path}', whose place another directory has taken", FileSystemException.Stale);
            }

            Count(entry, MetadataWriter.Apply(OpenEntry.Of(directory.Directory), entry.Metadata));
        }
        catch (FileSystemException failed)
        {
            problems.Add(entry.Path, failed.Message);
        }
        finally
        {
            directory?.Release();
        }
    }

    private static (DeviceNumber FileSystem, ulong Inode) IdentityOf(EntryStatus status) => (status.FileSystem, status.Inode);

    private void Count(TreeEntry entry, IReadOnlyList<string> refused)
    {
        if (refused.Count == 0)
        {
            Interlocked.Increment(ref entries);
        }
        else
        {
            problems.Add(entry.Path, $"It is there, but not all that it was: {string.Join(' ', refused)}");
        }
    }
}
