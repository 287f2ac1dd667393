using System.Runtime.ExceptionServices;
using System.Runtime.Versioning;
using System.Threading.Channels;
using Workflows.Archive.Stores;
using Workflows.Volumes.Manifests;
using Workflows.Volumes.Packs;
using Workflows.Volumes.Stores;
using Workflows.Volumes.Trees;

namespace Workflows.Volumes.Backups;

/// <summary>
/// The half of a backup that is where the data is: walks a tree, reads what changed since the parent, stores what is
/// new, and lists it all. It only ever creates what nobody else has named, and reads, lists, overwrites and deletes
/// nothing in the store; what it stored counts when <see cref="VolumeRuns"/> has written the record.
/// </summary>
[SupportedOSPlatform("linux")]
public sealed class TreeBackup
{
    /// <summary>How many entries may be at work, or wait for one before them that is.</summary>
    private const int Window = 1_024;

    private readonly IArchiveStore store;
    private readonly TreeBackupRequest request;
    private readonly VolumeLayout layout;
    private readonly TimeProvider time;
    private readonly ProblemList problems = new();
    private readonly PackTable table = new();
    private readonly Dictionary<(DeviceNumber, ulong), Task<TreeEntry?>> linked = [];
    private long files;
    private long directories;
    private long others;
    private long bytes;

    /// <param name="store">The store that has the volume's data.</param>
    /// <param name="request">What to back up.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="ArgumentException">The parent is encrypted and this is not to be, or the other way around.</exception>
    public TreeBackup(IArchiveStore store, TreeBackupRequest request, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(time);
        if (request.Parent is { Name: not null } parent && parent.IsEncrypted != request.Key is not null)
        {
            throw new ArgumentException("Chunks are not shared between what is encrypted and what is not.", nameof(request));
        }

        this.store = store;
        this.request = request;
        layout = new(request.Volume);
        this.time = time;
    }

    /// <summary>Runs it, once.</summary>
    /// <param name="progress">Told now and then how far it is; null for nobody.</param>
    /// <param name="cancellationToken">Ends it; what was stored so far is for others to delete.</param>
    /// <returns>What was stored; the store has it too, as <see cref="VolumeLayout.Result"/>.</returns>
    /// <exception cref="Errors.FileSystemException">The tree's root can't be read.</exception>
    /// <exception cref="Archive.Stores.Errors.StoreException">The store failed.</exception>
    public async Task<TreeBackupResult> RunAsync(
        IProgress<VolumeProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var startedAt = time.GetUtcNow();
        if (request.Parent?.Problem is { } problem)
        {
            problems.Add(TreePath.Root, problem);
        }

        var parent = request.Parent?.Name is null ? null : new Parent(request.Parent, table);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var index = new ChunkIndex();
        await using var packs = new PackWriter(store, layout, request.Attempt, table, end.Cancel, end.Token, request.Key);
        using var chunks = new ChunkWriter(index, packs, chunk => parent is null ? chunk : parent.Reuse(chunk));
        if (parent is not null)
        {
            await parent.FillAsync(index, cancellationToken);
        }

        using var slots = new SemaphoreSlim(Environment.ProcessorCount + 1);
        using var reader = new FileReader(chunks, slots);
        StoredTree tree;
        try
        {
            tree = await WriteTreeAsync(new(reader, parent, problems, time), parent, progress, end);
            await packs.CompleteAsync();
        }
        catch (OperationCanceledException) when (packs.Failure is { } failure && !cancellationToken.IsCancellationRequested)
        {
            ExceptionDispatchInfo.Throw(failure);
            throw;
        }

        var result = new TreeBackupResult
        {
            Name = request.Name,
            Volume = request.Volume,
            Attempt = request.Attempt,
            Parent = request.Parent?.Name,
            IsEncrypted = request.Key is not null,
            StartedAt = startedAt,
            CompletedAt = time.GetUtcNow(),
            Tree = tree,
            Packs = table.ToList(),
            Totals = new(
                files, directories, others, bytes, reader.ReadBytes, chunks.NewBytes, packs.StoredBytes, problems.Count),
            Problems = problems.Named,
            Notes = request.Parent?.Note is { } note ? [note] : [],
        };
        await TreeBackupResults.WriteAsync(store, result, request.Key, cancellationToken);
        return result;
    }

    /// <summary>Entries are backed up side by side, and listed in the order of the walk.</summary>
    private async Task<StoredTree> WriteTreeAsync(
        EntryBackup backup, Parent? parent, IProgress<VolumeProgress>? progress, CancellationTokenSource end)
    {
        using var writer = new TreeWriter(store, layout.Tree(request.Name, request.Attempt), request.Key);
        var entries = Channel.CreateBounded<Task<TreeEntry?>>(Window);
        var walking = Task.Run(() => WalkAsync(entries.Writer, backup, parent, end.Token), CancellationToken.None);
        try
        {
            await foreach (var entry in entries.Reader.ReadAllAsync(end.Token))
            {
                if (await entry is { } whole)
                {
                    Count(whole);
                    await writer.AddAsync(whole, end.Token);
                    progress?.Report(new(files + directories + others, bytes));
                }
            }

            await walking;
            return await writer.CompleteAsync(end.Token);
        }
        catch
        {
            await end.CancelAsync();
            await EndAsync(walking, entries.Reader);
            throw;
        }
    }

    /// <summary>Waits for what has begun: nothing is read, and nothing open, when this has returned.</summary>
    private static async Task EndAsync(Task walking, ChannelReader<Task<TreeEntry?>> entries)
    {
        await walking;
        while (entries.TryRead(out var entry))
        {
            await entry.ContinueWith(
                _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    private async Task WalkAsync(
        ChannelWriter<Task<TreeEntry?>> entries, EntryBackup backup, Parent? parent, CancellationToken cancellationToken)
    {
        try
        {
            await using var earlier = new EarlierEntries(parent?.ReadAsync(cancellationToken));
            foreach (var walked in new TreeWalk(request.Path, problems, request.Without).Entries())
            {
                var before = await earlier.FindAsync(walked.Path);
                await entries.WriteAsync(BeginAsync(walked, before, backup, cancellationToken), cancellationToken);
            }

            entries.Complete();
        }
        catch (Exception failed)
        {
            entries.Complete(failed);
        }
    }

    private Task<TreeEntry?> BeginAsync(
        WalkedEntry walked, TreeEntry? before, EntryBackup backup, CancellationToken cancellationToken)
    {
        var identity = (walked.Status.FileSystem, walked.Status.Inode);
        if (walked.Status.Links == 1 || walked.Status.Metadata.Kind == EntryKind.Directory)
        {
            return RunAsync();
        }

        if (linked.TryGetValue(identity, out var first))
        {
            return FurtherNameAsync(walked, first, RunAsync);
        }

        var task = RunAsync();
        linked.Add(identity, task);
        return task;

        Task<TreeEntry?> RunAsync() => Task.Run(() => backup.RunAsync(walked, before, cancellationToken), CancellationToken.None);
    }

    /// <summary>
    /// A further name of a file whose first one was met before. If that one could not be read, or was another file's by
    /// then, this name is kept as a file of its own: its content under two names is better than under none.
    /// </summary>
    private static async Task<TreeEntry?> FurtherNameAsync(
        WalkedEntry walked, Task<TreeEntry?> first, Func<Task<TreeEntry?>> runAsync)
    {
        if (await first is not { } kept || kept.Inode != walked.Status.Inode)
        {
            return await runAsync();
        }

        walked.Directory.Release();
        return new(walked.Path, kept.Metadata) { LinkTo = kept.Path };
    }

    private void Count(TreeEntry entry)
    {
        switch (entry)
        {
            case { Content: { } content }:
                files++;
                bytes += content.Chunks.Sum(chunk => (long)chunk.Length);
                break;
            case { Metadata.Kind: EntryKind.Directory }:
                directories++;
                break;
            default:
                others++;
                break;
        }
    }
}
