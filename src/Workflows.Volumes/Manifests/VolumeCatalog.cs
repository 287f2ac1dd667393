using System.Text.Json;
using Workflows.Archive.Format;
using Workflows.Archive.IO;
using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Errors;
using Workflows.Core.Errors;
using Workflows.Volumes.Errors;
using Workflows.Volumes.Stores;

namespace Workflows.Volumes.Manifests;

/// <summary>The records of volume backups in a store.</summary>
public sealed class VolumeCatalog(IArchiveStore store)
{
    /// <summary>What a record may have: some 150 bytes for each pack of 16 MiB come to that at a hundred terabytes.</summary>
    internal const int MaxBytes = 1 << 30;

    /// <exception cref="WorkflowsException">There is none: <see cref="ErrorKind.NotFound"/>.</exception>
    /// <exception cref="VolumeDamagedException">Its record can't be read.</exception>
    public async Task<VolumeRecord> GetAsync(string name, CancellationToken cancellationToken = default) =>
        await FindAsync(name, cancellationToken)
        ?? throw new WorkflowsException(ErrorKind.NotFound, $"There is no volume backup \"{name}\" in {store.Location}.");

    /// <returns>Null where there is none.</returns>
    /// <exception cref="VolumeDamagedException">Its record can't be read.</exception>
    public async Task<VolumeRecord?> FindAsync(string name, CancellationToken cancellationToken = default)
    {
        try
        {
            return Read(name, await SmallBlobs.ReadAsync(store, VolumeLayout.Record(name), MaxBytes, cancellationToken));
        }
        catch (BlobNotFoundException)
        {
            return null;
        }
        catch (InvalidDataException tooLarge)
        {
            throw new VolumeDamagedException(name, VolumeLayout.Record(name), tooLarge.Message, tooLarge);
        }
    }

    /// <summary>The names of all of them, in order.</summary>
    public async Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken = default)
    {
        var names = new List<string>();
        await foreach (var blob in store.ListAsync(VolumeLayout.Records, cancellationToken))
        {
            names.Add(Path.GetFileNameWithoutExtension(blob.Path[VolumeLayout.Records.Length..]));
        }

        return names;
    }

    /// <summary>The latest backup of a volume: the parent of the next.</summary>
    /// <param name="volume">The volume.</param>
    /// <param name="container">The container that its data is in; null where that is beside the records.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<VolumeRecord?> FindLatestAsync(
        string volume, string? container = null, CancellationToken cancellationToken = default)
    {
        VolumeRecord? latest = null;
        foreach (var name in await ListAsync(cancellationToken))
        {
            if (await TryFindAsync(name, cancellationToken) is { } record
                && (record.Volume, record.Container) == (volume, container)
                && (latest is null || record.StartedAt > latest.StartedAt))
            {
                latest = record;
            }
        }

        return latest;
    }

    /// <summary>A record that is damaged, of whatever volume, is no parent, and no reason to back up nothing.</summary>
    private async Task<VolumeRecord?> TryFindAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return await FindAsync(name, cancellationToken);
        }
        catch (VolumeDamagedException)
        {
            return null;
        }
    }

    /// <exception cref="WorkflowsException">The name is taken: <see cref="ErrorKind.Conflict"/>.</exception>
    public async Task RequireNewAsync(string name, CancellationToken cancellationToken = default)
    {
        if (await store.FindAsync(VolumeLayout.Record(name), cancellationToken) is not null)
        {
            throw Taken(name);
        }
    }

    /// <exception cref="WorkflowsException">The name is taken: <see cref="ErrorKind.Conflict"/>.</exception>
    internal async Task WriteAsync(VolumeRecord record, CancellationToken cancellationToken)
    {
        try
        {
            await store.WriteAsync(
                VolumeLayout.Record(record.Name),
                DigestedJson.Close(JsonSerializer.Serialize(record, ArchiveJson.Manifest)),
                WriteCondition.IfAbsent,
                cancellationToken);
        }
        catch (StoreConflictException)
        {
            throw Taken(record.Name);
        }
    }

    private static VolumeRecord Read(string name, ReadOnlySpan<byte> content)
    {
        if (DigestedJson.Fault(content) is { } fault)
        {
            throw new VolumeDamagedException(name, VolumeLayout.Record(name), fault);
        }

        try
        {
            return Require(name, JsonSerializer.Deserialize<VolumeRecord>(content, ArchiveJson.Manifest));
        }
        catch (JsonException malformed)
        {
            throw new VolumeDamagedException(name, VolumeLayout.Record(name), "it is no record", malformed);
        }
    }

    private static VolumeRecord Require(string name, VolumeRecord? record) => record switch
    {
        { Format: > VolumeRecord.CurrentFormat } => throw new WorkflowsException(
            ErrorKind.Failed,
            $"The volume backup \"{name}\" has format {record.Format}; this program reads up to {VolumeRecord.CurrentFormat}."),
        { Name: var own } when own == name && IsSound(record) => record,
        { Name: var own } when own == name => throw new VolumeDamagedException(
            name, VolumeLayout.Record(name), "it names what can't be"),
        _ => throw new VolumeDamagedException(name, VolumeLayout.Record(name), "it is the record of another backup"),
    };

    /// <summary>Whoever made the record may mean harm: sizes are what this program would write.</summary>
    private static bool IsSound(VolumeRecord record) =>
        StorePath.IsSegment(record.Volume)
        && (record.Container is null || StorePath.IsSegment(record.Container))
        && record.Tree.Length >= 0
        && record.Packs.All(pack => pack is { Length: > 0 and <= Packs.PackWriter.TargetLength } && StorePath.IsSegment(pack.Name))
        && record.Problems.All(problem => problem is not null)
        && record.Notes.All(note => note is not null);

    private WorkflowsException Taken(string name) =>
        new(ErrorKind.Conflict, $"The volume backup \"{name}\" exists already in {store.Location}. Choose another name.");
}
