using System.Collections.Concurrent;
using System.Security.Cryptography;
using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Errors;
using Workflows.Volumes.Errors;
using Workflows.Volumes.Manifests;
using Workflows.Volumes.Packs;
using Workflows.Volumes.Stores;

namespace Workflows.Volumes.Verifying;

/// <summary>Holds everything that a backup of a volume consists of against the hashes in its record.</summary>
public sealed class VolumeVerifier
{
    private readonly IArchiveStore store;
    private readonly VolumeRecord record;

    public VolumeVerifier(IArchiveStore store, VolumeRecord record)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(record);
        this.store = store;
        this.record = record;
    }

    /// <summary>What is not as it was written; nothing where all is well.</summary>
    /// <exception cref="StoreException">The store failed, so that nothing can be said.</exception>
    public async Task<IReadOnlyList<VolumeDamagedException>> FindDamageAsync(CancellationToken cancellationToken = default)
    {
        VolumeDamagedException damaged;
        try
        {
            await using var tree = await SpooledTree.OpenAsync(store, record, folder: null, cancellationToken);
            return await FindDamageAsync(tree, cancellationToken);
        }
        catch (VolumeDamagedException broken)
        {
            damaged = broken;
        }

        return [damaged, .. await FindPackDamageAsync(cancellationToken)];
    }

    /// <exception cref="VolumeDamagedException">Something is not as it was written: the first of it.</exception>
    public async Task RequireIntactAsync(CancellationToken cancellationToken = default) =>
        Require(await FindDamageAsync(cancellationToken));

    /// <summary>The same of a tree that was held against its hash already.</summary>
    /// <exception cref="VolumeDamagedException">Something is not as it was written: the first of it.</exception>
    internal async Task RequireIntactAsync(SpooledTree tree, CancellationToken cancellationToken) =>
        Require(await FindDamageAsync(tree, cancellationToken));

    private static void Require(IReadOnlyList<VolumeDamagedException> damage)
    {
        if (damage is [var first, ..])
        {
            throw first;
        }
    }

    private async Task<IReadOnlyList<VolumeDamagedException>> FindDamageAsync(
        SpooledTree tree, CancellationToken cancellationToken)
    {
        var packs = await FindPackDamageAsync(cancellationToken);
        return await FindTreeDamageAsync(tree, cancellationToken) is { } broken ? [broken, .. packs] : packs;
    }

    private async Task<IReadOnlyList<VolumeDamagedException>> FindPackDamageAsync(CancellationToken cancellationToken)
    {
        var damage = new ConcurrentBag<VolumeDamagedException>();
        await Parallel.ForEachAsync(record.Packs, cancellationToken, async (pack, token) =>
        {
            if (await FindDamageAsync(pack, token) is { } found)
            {
                damage.Add(found);
            }
        });
        return [.. damage.OrderBy(found => found.Where, StringComparer.Ordinal)];
    }

    private async Task<VolumeDamagedException?> FindDamageAsync(PackEntry pack, CancellationToken cancellationToken)
    {
        var path = new VolumeLayout(record.Volume).Pack(pack.Name);
        try
        {
            await using var stream = await store.OpenReadAsync(path, cancellationToken: cancellationToken);
            var sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
            return sha256 == pack.Sha256
                ? null
                : new(record.Name, path, $"its SHA-256 is {sha256}, and {pack.Sha256} was written");
        }
        catch (BlobNotFoundException missing)
        {
            return new(record.Name, path, "it is missing", missing);
        }
    }

    /// <summary>Reads every entry: a tree may be what was written, and still refer to what is not there.</summary>
    private async Task<VolumeDamagedException?> FindTreeDamageAsync(
        SpooledTree tree, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var entry in tree.ReadAsync(cancellationToken))
            {
                if (entry.Content?.Chunks.Any(chunk => !IsInPack(chunk)) == true)
                {
                    return new(record.Name, record.Tree.Path, $"'{entry.Path}' refers to what no pack has");
                }
            }

            return null;
        }
        catch (VolumeDamagedException damaged)
        {
            return damaged;
        }
    }

    private bool IsInPack(in ChunkRef chunk) =>
        chunk.Pack < record.Packs.Count && chunk.Offset + (long)chunk.StoredLength <= record.Packs[chunk.Pack].Length;
}
