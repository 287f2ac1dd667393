using System.Runtime.Versioning;
using System.Threading.Channels;
using Workflows.Archive.Stores;
using Workflows.Core.Errors;
using Workflows.Volumes.Backups;
using Workflows.Volumes.Errors;
using Workflows.Volumes.Manifests;
using Workflows.Volumes.Posix;
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
    /// <summary>How many files may be at work.</summary>
    private static readonly int Window = 4 * Environment.ProcessorCount;

    private readonly IArchiveStore store;
    private readonly VolumeRestoreRequest request;
    private readonly EntryRestore restore;
    private readonly ProblemList problems = new();
    private long entries;
    private long unchanged;
    private long bytes;

    public VolumeRestore(IArchiveStore store, VolumeRestoreRequest request)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(request);
        this.store = store;
        this.request = request;
        restore = new(request.Overwrite);
    }

    /// <summary>Runs it.</summary>
    /// <param name="progress">Told now and then how far it is; null for nobody.</param>
    /// <param name="cancellationToken">Ends it; what was restored so far stays.</param>
    /// <exception cref="VolumeDamagedException">What is stored is not what was written; nothing was changed.</exception>
    /// <exception cref="WorkflowsException">
    /// There is no such backup, or the directory is not empty (<see cref="ErrorKind.Conflict"/>); nothing was changed.
    /// </exception>
    public async Task<VolumeRestoreResult> RunAsync(
        IProgress<VolumeProgress>? progress, CancellationToken cancellationToken)
    {
        var record = await new VolumeCatalog(store).GetAsync(request.Backup, cancellationToken);
        RequireTarget();
        await new TreeReader(store, record).RequireIntactAsync(cancellationToken);
        if (!request.BestEffort)
        {
            await new VolumeVerifier(store, record).RequireIntactAsync(cancellationToken);
        }

        Directory.CreateDirectory(request.Path);
        await FillAsync(record, progress, cancellationToken);
        await MakeFurtherNamesAsync(record, cancellationToken);
        await FinishDirectoriesAsync(record, cancellationToken);
        return new(entries, unchanged, bytes, problems.Count, problems.Named);
    }

    private void RequireTarget()
    {
        if (File.Exists(request.Path))
        {
            throw new WorkflowsException(ErrorKind.Usage, $"'{request.Path}' is a file; a volume is restored into a directory.");
        }

        if (!request.Overwrite && Directory.Exists(request.Path) && Directory.EnumerateFileSystemEntries(request.Path).Any())
        {
            throw new WorkflowsException(
                ErrorKind.Conflict,
                $"'{request.Path}' is not empty. Restore into another directory, or say --overwrite: what the backup has "
                + "too is then made as it was, and the rest stays.");
        }
    }

    private async Task FillAsync(
        VolumeRecord record, IProgress<VolumeProgress>? progress, CancellationToken cancellationToken)
    {
        using var slots = new SemaphoreSlim(2 * Environment.ProcessorCount);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var files = new FileRestore(new(store, record), slots);
        var work = Channel.CreateBounded<(SharedDirectory Parent, TreeEntry Entry)>(Window);
        var workers = Enumerable.Range(0, Window)
            .Select(_ => Task.Run(() => WorkAsync(work.Reader, files, end), cancellationToken))
            .ToArray();
        try
        {
            using var tree = new TargetTree(request.Path);
            await foreach (var entry in new TreeReader(store, record).ReadAsync(end.Token))
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

            restore.MakeDirectory(parent.Directory, entry.Path.Names[^1]);
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
        ChannelReader<(SharedDirectory Parent, TreeEntry Entry)> work, FileRestore files, CancellationTokenSource end)
    {
        try
        {
            await foreach (var (parent, entry) in work.ReadAllAsync(end.Token))
            {
                try
                {
                    await RestoreAsync(parent.Directory, files, entry, end.Token);
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
            if (await restore.MakeAsync(parent, entry, files, cancellationToken))
            {
                Interlocked.Increment(ref unchanged);
            }
            else
            {
                Interlocked.Add(ref bytes, entry.Content?.Chunks.Sum(chunk => (long)chunk.Length) ?? 0);
            }

            Finish(parent, entry.Path.Names[^1], entry);
        }
        catch (FileSystemException failed)
        {
            problems.Add(entry.Path, failed.Message);
        }
        catch (VolumeDamagedException damaged) when (request.BestEffort)
        {
            problems.Add(entry.Path, $"It is lost: {damaged.Message}");
        }
    }

    private async Task MakeFurtherNamesAsync(VolumeRecord record, CancellationToken cancellationToken)
    {
        using var tree = new TargetTree(request.Path);
        using var firsts = new TargetTree(request.Path);
        await foreach (var entry in new TreeReader(store, record).ReadAsync(cancellationToken))
        {
            if (entry.LinkTo is not { } first)
            {
                continue;
            }

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
    private async Task FinishDirectoriesAsync(VolumeRecord record, CancellationToken cancellationToken)
    {
        var filled = new Stack<TreeEntry>();
        using var tree = new TargetTree(request.Path);
        await foreach (var entry in new TreeReader(store, record).ReadAsync(cancellationToken))
        {
            if (entry.Metadata.Kind != EntryKind.Directory)
            {
                continue;
            }

            while (filled.TryPeek(out var last) && !entry.Path.StartsWith(last.Path))
            {
                FinishDirectory(tree, filled.Pop());
            }

            filled.Push(entry);
        }

        while (filled.TryPop(out var last))
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
            Finish(directory.Directory, name: null, entry);
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

    private void Finish(DirectoryHandle directory, EntryName? name, TreeEntry entry)
    {
        var refused = MetadataWriter.Apply(directory, name, entry.Metadata);
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
