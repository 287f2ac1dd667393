using Workflows.Archive.Copying;
using Workflows.Archive.IO;
using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Containers;
using Workflows.Archive.Stores.Errors;
using Workflows.Core.Errors;
using Workflows.Volumes.Backups;
using Workflows.Volumes.Errors;
using Workflows.Volumes.Manifests;
using Workflows.Volumes.Packs;
using Workflows.Volumes.Stores;

namespace Workflows.Volumes.Copying;

/// <summary>
/// The copy of a claim's backup: its packs and tree go into the claim's container of the target, beside those of other
/// backups of the claim that are there, and its record comes last. To the target it is as any backup of the claim at work.
/// </summary>
public sealed class VolumeCopy
{
    private readonly CopySource source;
    private readonly IArchiveStore to;
    private readonly byte[] stored;
    private readonly VolumeLayout layout;

    private VolumeCopy(CopySource source, IArchiveStore to, VolumeRecord record, byte[] content, IArchiveStore data)
    {
        this.source = source;
        this.to = to;
        stored = content;
        Record = record;
        Data = data;
        layout = new(record.Volume);
        Attempt = VolumeLayout.AttemptOfTree(record.Tree.Path);
    }

    /// <summary>What is copied, as it can be read without a key.</summary>
    public VolumeRecord Record { get; }

    /// <summary>The container of the target.</summary>
    public IArchiveStore Data { get; }

    /// <summary>What made the backup, and what the copy is at work under: nobody else is, any more.</summary>
    public string Attempt { get; }

    private string Container => Record.Container!;

    /// <summary>Opens one, and creates its container in the target where there is none.</summary>
    /// <param name="source">The backup that it is of.</param>
    /// <param name="to">The store that is to have it.</param>
    /// <param name="name">Its record's name.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Null where it is no claim's: somebody gave a directory's backup a name like these.</returns>
    /// <exception cref="VolumeDamagedException">The record can't be read.</exception>
    /// <exception cref="WorkflowsException">The record is gone, or the target can't have containers.</exception>
    public static async Task<VolumeCopy?> OpenAsync(
        CopySource source, IArchiveStore to, string name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(to);
        var content = await ReadAsync(source, name, cancellationToken);
        var record = VolumeRecordFile.Read(name, content);
        if (record.Container is not { } container)
        {
            return null;
        }

        if (record.Tree.Path != new VolumeLayout(record.Volume).Tree(name, VolumeLayout.AttemptOfTree(record.Tree.Path)))
        {
            throw new VolumeDamagedException(name, VolumeLayout.Record(name), "it names a tree that is not its own");
        }

        var data = to is IContainerStore containers
            ? await containers.OpenContainerAsync(container, create: true, cancellationToken)
            : throw new WorkflowsException(
                ErrorKind.Failed, $"The data of the volume backup \"{name}\" needs a container, and {to.Location} has none.");
        return new(source, to, record, content, data);
    }

    /// <summary>
    /// Says in the target that it is at work, so that nothing of the claim is deleted there: as any backup of the claim does, see
    /// <see cref="VolumeRuns.RenewAsync"/>, which goes on with it, and <see cref="VolumeRuns.EndAsync"/>.
    /// </summary>
    public Task BeginAsync(TimeProvider time, CancellationToken cancellationToken = default) =>
        new VolumeRuns(to, Data, time, Container).RenewAsync(Record.Name, Record.Volume, Attempt, cancellationToken);

    /// <summary>Copies the volume's key, if it has one. It must have been said before that the copy is at work.</summary>
    /// <exception cref="WorkflowsException">The target has another key for the volume.</exception>
    public Task CopyKeyAsync(CancellationToken cancellationToken = default) => Record.Encryption is null
        ? Task.CompletedTask
        : EnvelopeCopy.CopyVolumeKeyAsync(source, Record.Volume, to, cancellationToken);

    /// <summary>
    /// What it needs, the tree last, and which of that the target has: under one name there is only ever one content. It must
    /// have been said before that the copy is at work, so that what is there stays.
    /// </summary>
    public async Task<(IReadOnlyList<CopyFile> Missing, IReadOnlyList<CopyFile> There)> CompareAsync(
        CancellationToken cancellationToken = default)
    {
        var there = await ListAsync(cancellationToken);
        var files = Record.Packs
            .Select(FileOf)
            .Append(CopyFile.Whole(Record.Tree.Path, Record.Tree.Length, Record.Tree.Sha256))
            .Select(file => file with { Container = Container })
            .ToLookup(file => there.TryGetValue(file.Path, out var length) && length == file.Length);
        return ([.. files[false]], [.. files[true]]);
    }

    /// <summary>
    /// Writes the record, when all that it names is there, and looks once more: a machine that slept for a day may find that
    /// it was taken for dead. May be repeated.
    /// </summary>
    /// <exception cref="VolumeDamagedException">Something of it is gone.</exception>
    /// <exception cref="WorkflowsException">The target has another record of that name.</exception>
    public async Task CommitAsync(CancellationToken cancellationToken = default)
    {
        await RequireThereAsync(cancellationToken);
        await new VolumeNames(to, Data, Container).AddAsync(Record.Volume, Record.Name, Attempt, cancellationToken);
        var path = VolumeLayout.Record(Record.Name);
        try
        {
            await to.WriteAsync(path, stored, WriteCondition.IfAbsent, CancellationToken.None);
        }
        catch (StoreConflictException)
        {
            var there = await SmallBlobs.ReadAsync(to, path, VolumeCatalog.MaxBytes, CancellationToken.None);
            if (!there.AsSpan().SequenceEqual(stored))
            {
                throw new WorkflowsException(
                    ErrorKind.Conflict,
                    $"The store {to.Location} has another volume backup \"{Record.Name}\" than {source.Store.Location}. Delete that one "
                    + $"first: workflows volume delete {Record.Name}");
            }
        }

        try
        {
            await RequireThereAsync(CancellationToken.None);
        }
        catch (VolumeDamagedException)
        {
            await to.DeleteAsync(path, CancellationToken.None);
            throw;
        }
    }

    private CopyFile FileOf(PackEntry pack) => CopyFile.Whole(layout.Pack(pack.Name), pack.Length, pack.Sha256);

    private static async Task<byte[]> ReadAsync(CopySource source, string name, CancellationToken cancellationToken)
    {
        var path = VolumeLayout.Record(name);
        try
        {
            return await SmallBlobs.ReadAsync(source.Store, path, VolumeCatalog.MaxBytes, cancellationToken);
        }
        catch (BlobNotFoundException)
        {
            throw await source.MissingAsync(path, cancellationToken);
        }
        catch (InvalidDataException tooLarge)
        {
            throw new VolumeDamagedException(name, path, tooLarge.Message, tooLarge);
        }
    }

    private async Task<Dictionary<string, long>> ListAsync(CancellationToken cancellationToken)
    {
        var there = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var folder in (string[])[layout.Packs, layout.Trees])
        {
            await foreach (var blob in Data.ListAsync(folder, cancellationToken))
            {
                there[blob.Path] = blob.Length;
            }
        }

        return there;
    }

    private async Task RequireThereAsync(CancellationToken cancellationToken)
    {
        if (Record.Encryption is { } encryption && await to.FindAsync(encryption.Envelope, cancellationToken) is null)
        {
            throw new VolumeDamagedException(Record.Name, encryption.Envelope, $"the key that it needs vanished from {to.Location}");
        }

        var (missing, _) = await CompareAsync(cancellationToken);
        if (missing is [var first, ..])
        {
            throw new VolumeDamagedException(Record.Name, first.Path, $"it vanished from {to.Location} while the backup was copied");
        }
    }
}
