using System.Collections.Concurrent;
using System.Security.Cryptography;
using Workflows.Archive.Encryption.Volumes;
using Workflows.Archive.IO;
using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Errors;
using Workflows.Volumes.Errors;
using Workflows.Volumes.Manifests;
using Workflows.Volumes.Packs;
using Workflows.Volumes.Reading;

namespace Workflows.Volumes.Verifying;

/// <summary>
/// Holds everything that a backup of a volume consists of against the hashes in its record; of an encrypted one, with
/// its keys, whether it is what was sealed, too, and what it holds.
/// </summary>
public sealed class VolumeVerifier
{
    /// <summary>How much of a pack is read at once.</summary>
    private const int ReadLength = 1 << 20;

    private readonly VolumeFiles files;
    private readonly VolumeRecord record;

    /// <param name="store">The store that has the backup's packs and tree.</param>
    /// <param name="record">The backup.</param>
    /// <param name="keys">The keys of an encrypted backup; null to look at the stored bytes only.</param>
    public VolumeVerifier(IArchiveStore store, VolumeRecord record, AttemptKeys? keys = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(record);
        files = new(store, record, keys);
        this.record = record;
    }

    internal VolumeVerifier(VolumeFiles files)
    {
        this.files = files;
        record = files.Record;
    }

    /// <summary>What is not as it was written; nothing where all is well.</summary>
    /// <exception cref="StoreException">The store failed, so that nothing can be said.</exception>
    public async Task<IReadOnlyList<VolumeDamagedException>> FindDamageAsync(CancellationToken cancellationToken = default)
    {
        VolumeDamagedException damaged;
        try
        {
            if (!files.IsReadable)
            {
                await SpooledTree.RequireStoredAsync(files, cancellationToken);
                return await FindPackDamageAsync(cancellationToken);
            }

            await using var tree = await SpooledTree.OpenAsync(files, folder: null, cancellationToken);
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
            try
            {
                await RequireIntactAsync(pack, token);
            }
            catch (VolumeDamagedException found)
            {
                damage.Add(found);
            }
        });
        return [.. damage.OrderBy(found => found.Where, StringComparer.Ordinal)];
    }

    private async Task RequireIntactAsync(PackEntry pack, CancellationToken cancellationToken)
    {
        await using var stored = await files.OpenStoredAsync(files.PathOf(pack), cancellationToken);
        if (record.Encryption is null || !files.IsReadable)
        {
            await using var hashed = new HashingReadStream(stored);
            await hashed.CopyToAsync(Stream.Null, ReadLength, cancellationToken);
            RequireHash(pack, hashed.Sha256);
            return;
        }

        // One byte more than there should be, so that a longer one is not taken for the right one.
        var bytes = new byte[pack.Length + 1];
        var read = await stored.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        RequireHash(pack, Convert.ToHexStringLower(SHA256.HashData(bytes.AsSpan(0, read))));
        files.Open(pack, bytes[..read]);
    }

    private void RequireHash(PackEntry pack, string sha256)
    {
        if (sha256 != pack.Sha256)
        {
            throw new VolumeDamagedException(
                record.Name, files.PathOf(pack), $"its SHA-256 is {sha256}, and {pack.Sha256} was written");
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
        chunk.Pack < record.Packs.Count
        && chunk.Offset + (long)chunk.StoredLength <= record.ContentLengthOf(record.Packs[chunk.Pack]);
}
