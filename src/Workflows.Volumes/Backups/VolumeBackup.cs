using System.Runtime.Versioning;
using System.Threading.Channels;
using Workflows.Archive.Stores;
using Workflows.Volumes.Manifests;
using Workflows.Volumes.Packs;
using Workflows.Volumes.Stores;
using Workflows.Volumes.Trees;

namespace Workflows.Volumes.Backups;

/// <summary>
/// Backs up a directory tree: walks it, reads what changed since the parent, stores what is new, lists it all, and
/// writes the record last. Nothing counts without the record.
/// </summary>
[SupportedOSPlatform("linux")]
public sealed class VolumeBackup
{
    /// <summary>How many entries may be at work, or wait for one before them that is.</summary>
    private const int Window = 1_024;

    private readonly IArchiveStore store;
    private readonly VolumeBackupRequest request;
    private readonly VolumeLayout layout;
    private readonly TimeProvider time;
    private readonly ProblemList problems = new();
    private readonly PackTable table = new();
    private readonly Dictionary<(DeviceNumber, ulong), TreePath> linked = [];
    private long files;
    private long directories;
    private long others;
    private long bytes;

    public VolumeBackup(IArchiveStore store, VolumeBackupRequest request, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(request);
        this.store = store;
        this.request = request;
        layout = new(request.Volume);
        this.time = time;
    }

    /// <summary>Runs it.</summary>
    /// <param name="progress">Told now and then how far it is; null for nobody.</param>
    /// <param name="cancellationToken">Ends it; what was stored so far is deleted again.</param>
    /// <exception cref="Errors.FileSystemException">The tree's root can't be read.</exception>
    /// <exception cref="Archive.Stores.Errors.StoreException">The store failed.</exception>
    /// <exception cref="Core.Errors.WorkflowsException">The name is taken.</exception>
    public async Task<VolumeRecord> RunAsync(IProgress<VolumeProgress>? progress, CancellationToken cancellationToken)
    {
        await new VolumeCatalog(store).RequireNewAsync(request.Name, cancellationToken);
        await using var claim = await VolumeClaim.TakeAsync(store, layout, request.Name, time, cancellationToken);
        return await RunAsync(claim, progress, cancellationToken);
    }

    private async Task<VolumeRecord> RunAsync(
        VolumeClaim claim, IProgress<VolumeProgress>? progress, CancellationToken cancellationToken)
    {
        var startedAt = time.GetUtcNow();
        var catalog = new VolumeCatalog(store);
        var parentRecord = await catalog.FindLatestAsync(request.Volume, cancellationToken);
        var parent = parentRecord is null ? null : await Parent.OpenAsync(store, parentRecord, table, cancellationToken);

        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var index = new ChunkIndex();
        await using var packs = new PackWriter(store, layout, claim.Attempt, table, end.Token);
        var chunks = new ChunkWriter(index, packs, chunk => parent is null ? chunk : parent.Reuse(chunk));
        if (parent is not null)
        {
            await parent.FillAsync(index, cancellationToken);
        }

        using var slots = new SemaphoreSlim(2 * Environment.ProcessorCount);
        var reader = new FileReader(chunks, slots);
        var tree = await WriteTreeAsync(claim, new(reader, parent, problems), parent, progress, end);
        await packs.CompleteAsync();

        var record = new VolumeRecord
        {
            Name = request.Name,
            Volume = request.Volume,
            Source = request.Source,
            Parent = parentRecord?.Name,
            StartedAt = startedAt,
            CompletedAt = time.GetUtcNow(),
            Tree = tree,
            Packs = table.ToList(),
            Totals = new(
                files, directories, others, bytes, reader.ReadBytes, chunks.NewBytes, packs.StoredBytes, problems.Count),
            Problems = problems.Named,
        };
        await claim.CommitAsync(record, cancellationToken);
        return record;
    }

    /// <summary>Entries are backed up side by side, and listed in the order of the walk.</summary>
    private async Task<StoredTree> WriteTreeAsync(
        VolumeClaim claim, EntryBackup backup, Parent? parent, IProgress<VolumeProgress>? progress, CancellationTokenSource end)
    {
        using var writer = new TreeWriter(store, layout.Tree(request.Name, claim.Attempt));
        var entries = Channel.CreateBounded<Task<TreeEntry?>>(Window);
        var walking = Task.Run(() => WalkAsync(entries.Writer, backup, parent, end.Token), end.Token);
        try
        {
            await foreach (var entry in entries.Reader.ReadAllAsync(end.Token))
            {
                if (await entry is { } whole)
                {
                    Count(whole);
                    await writer.AddAsync(whole, end.Token);
                    await claim.RenewAsync(end.Token);
                    progress?.Report(new(files + directories + others, bytes));
                }
            }

            await walking;
            return await writer.CompleteAsync(end.Token);
        }
        catch
        {
            await end.CancelAsync();
            throw;
        }
    }

    private async Task WalkAsync(
        ChannelWriter<Task<TreeEntry?>> entries, EntryBackup backup, Parent? parent, CancellationToken cancellationToken)
    {
        try
        {
            await using var earlier = new EarlierEntries(parent?.ReadAsync(cancellationToken));
            foreach (var walked in new TreeWalk(request.Path, problems).Entries())
            {
                var before = await earlier.FindAsync(walked.Path);
                await entries.WriteAsync(
                    FirstNameOf(walked) is { } first
                        ? Task.FromResult<TreeEntry?>(FurtherName(walked, first))
                        : Task.Run(() => backup.RunAsync(walked, before, cancellationToken), cancellationToken),
                    cancellationToken);
            }

            entries.Complete();
        }
        catch (Exception failed)
        {
            entries.Complete(failed);
        }
    }

    /// <summary>The first name of the file, if this is a further one.</summary>
    private TreePath? FirstNameOf(WalkedEntry walked)
    {
        if (walked.Status is not { Links: > 1, Metadata.Kind: not EntryKind.Directory })
        {
            return null;
        }

        return linked.TryAdd((walked.Status.FileSystem, walked.Status.Inode), walked.Path)
            ? null
            : linked[(walked.Status.FileSystem, walked.Status.Inode)];
    }

    private static TreeEntry FurtherName(WalkedEntry walked, TreePath first)
    {
        walked.Directory.Release();
        return new(walked.Path, walked.Status.Metadata) { LinkTo = first };
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
