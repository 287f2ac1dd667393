using System.Security.Cryptography;
using Workflows.Archive.IO;
using Workflows.Archive.Stores;
using Workflows.Archive.Stores.AzureBlob;
using Workflows.Archive.Stores.Errors;
using Workflows.Core.Buffers;
using Workflows.Core.Errors;

namespace Workflows.Archive.Copying;

/// <summary>
/// Copies files of a backup through this process, and checks on the way that they are what was written; or, where both
/// stores are Azure's and the one lets the other read, has the data of volumes and large files go from store to store, where
/// only lengths are checked. What is under the backup's own name is replaced where it is something else, since the name is
/// held for the copy; what is in a container belongs to others as well, has one content under its name, and is never
/// replaced. May be repeated, and called twice at once for the same file.
/// </summary>
/// <param name="source">The backup.</param>
/// <param name="from">Where its files are read: its store, or a container of that.</param>
/// <param name="target">The copy.</param>
/// <param name="to">Where they are written: its store, or a container of that.</param>
public sealed class FileCopy(CopySource source, IArchiveStore from, CopyTarget target, IArchiveStore to)
{
    /// <summary>A pack of a volume, with what sealing adds: what a store may have to gather before it is written.</summary>
    private const int MostAtOnce = 17 << 20;

    private const int ReadLength = 1 << 20;

    private readonly DirectBlobCopy? direct = (to as AzureBlobStore)?.CopyFrom(from);

    /// <summary>Whether a file is copied by one call; else it is by spans.</summary>
    public static bool IsSmall(CopyFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return file.Length <= MostAtOnce;
    }

    /// <summary>How many spans a file has that is not small.</summary>
    public static int SpansOf(CopyFile file) => CopySpan.Of(file).Count;

    /// <summary>Whether the file is in the target already.</summary>
    public async Task<bool> IsThereAsync(CopyFile file, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        return await to.FindAsync(file.Path, cancellationToken) is { } found
            && found.Length == file.Length
            && (file.Container is not null || await HasContentAsync(file, cancellationToken));
    }

    /// <summary>Copies a small file.</summary>
    /// <returns>How many of its bytes went from store to store.</returns>
    /// <exception cref="WorkflowsException">It is damaged or gone in its store, or the copy has lost its name.</exception>
    public async Task<long> CopyAsync(CopyFile file, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (file.Container is not null && file.Length > 0 && await TryCopyDirectlyAsync(file, cancellationToken))
            return file.Length;
        await CopyThroughAsync(file, cancellationToken);
        return 0;
    }

    /// <summary>Stages a span of a file that is not small. What was staged before is staged again.</summary>
    /// <returns>How many of its bytes went from store to store.</returns>
    /// <exception cref="WorkflowsException">It is damaged or gone in its store.</exception>
    public async Task<long> StageAsync(CopyFile file, int span, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        var part = CopySpan.Of(file)[span];
        if (await TryStageDirectlyAsync(file, part, cancellationToken))
            return part.Length;
        await StageThroughAsync(file, part, cancellationToken);
        return 0;
    }

    /// <summary>Makes a file of its staged spans.</summary>
    /// <returns>Whether it is there now; else some of them are not staged any more, and all are to be staged again.</returns>
    /// <exception cref="WorkflowsException">The copy has lost its name.</exception>
    public async Task<bool> CommitAsync(CopyFile file, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        await RequireLengthAsync(file, cancellationToken);
        await target.RequireHeldAsync(cancellationToken);
        try
        {
            var blocks = CopySpan.Of(file).SelectMany(span => span.BlockIds(file, target.Copy)).ToList();
            await to.CommitBlocksAsync(file.Path, blocks, Condition(file), cancellationToken);
            return true;
        }
        catch (StoreConflictException)
        {
            await RequireThereAsync(file, cancellationToken);
            return true;
        }
        catch (BlocksMissingException)
        {
            // A twin of this call may have taken them.
            return await IsThereAsync(file, cancellationToken);
        }
    }

    private async Task CopyThroughAsync(CopyFile file, CancellationToken cancellationToken)
    {

        await using var stream = await OpenAsync(file.Path, 0, length: null, cancellationToken);
        await using var writer = to.OpenWrite(file.Path, (int)file.Length);
        using var hashes = new RunHashes(file.Runs);
        var buffer = LargeArrays.Rent(ReadLength);
        try
        {
            var read = 0L;
            while (await stream.ReadAsync(buffer, cancellationToken) is > 0 and var count)
            {
                read += count;
                if (read > file.Length)
                    throw source.Damaged(file.Path, $"it has more than the {file.Length} bytes that were written");
                if (hashes.Append(buffer.AsSpan(0, count)) is { } fault)
                    throw source.Damaged(file.Path, fault);
                await writer.AppendAsync(buffer.AsMemory(0, count), cancellationToken);
            }

            if (read != file.Length)
                throw source.Damaged(file.Path, $"it has {read} bytes instead of {file.Length}");
        }
        finally
        {
            LargeArrays.Return(buffer);
        }

        await target.RequireHeldAsync(cancellationToken);
        try
        {
            await writer.CommitAsync(Condition(file), cancellationToken);
        }
        catch (StoreConflictException)
        {
            await RequireThereAsync(file, cancellationToken);
        }
    }

    private async Task StageThroughAsync(CopyFile file, CopySpan part, CancellationToken cancellationToken)
    {
        await using var stream = await OpenAsync(file.Path, part.Offset, part.Length, cancellationToken);
        using var hashes = new RunHashes(part.Runs);
        var buffer = LargeArrays.Rent(CopySpan.BlockLength(file));
        try
        {
            for (var (block, left) = (0, part.Length); left > 0; block++)
            {
                var content = buffer.AsMemory(0, (int)Math.Min(left, CopySpan.BlockLength(file)));
                if (await stream.ReadAtLeastAsync(content, content.Length, throwOnEndOfStream: false, cancellationToken) < content.Length)
                    throw source.Damaged(file.Path, "it ends too early");
                if (hashes.Append(content.Span) is { } fault)
                    throw source.Damaged(file.Path, $"{fault} at byte {part.Offset + part.Length - left} or behind it");

                await to.StageBlockAsync(file.Path, part.BlockId(target.Copy, block), content, cancellationToken);
                left -= content.Length;
            }
        }
        finally
        {
            LargeArrays.Return(buffer);
        }
    }

    /// <summary>As one block: this process need not hold it.</summary>
    private async Task<bool> TryCopyDirectlyAsync(CopyFile file, CancellationToken cancellationToken)
    {
        if (direct is null)
            return false;

        await RequireLengthAsync(file, cancellationToken);
        var block = new CopySpan(0, 0, file.Length, file.Runs).BlockId(target.Copy, 0);
        if (!await direct.TryStageAsync(file.Path, 0, file.Length, block, cancellationToken))
            return false;

        await target.RequireHeldAsync(cancellationToken);
        try
        {
            await to.CommitBlocksAsync(file.Path, [block], Condition(file), cancellationToken);
        }
        catch (Exception taken) when (taken is StoreConflictException or BlocksMissingException)
        {
            // A twin of this call was quicker, or somebody else has brought it.
            await RequireThereAsync(file, cancellationToken);
        }

        return true;
    }

    private async Task<bool> TryStageDirectlyAsync(CopyFile file, CopySpan part, CancellationToken cancellationToken)
    {
        var (block, offset) = (0, 0L);
        for (; direct is not null && offset < part.Length; block++)
        {
            var length = Math.Min(part.Length - offset, CopySpan.BlockLength(file));
            if (!await direct.TryStageAsync(file.Path, part.Offset + offset, length, part.BlockId(target.Copy, block), cancellationToken))
                return false;
            offset += length;
        }

        return offset == part.Length;
    }

    private static WriteCondition Condition(CopyFile file) => file.Container is null ? WriteCondition.None : WriteCondition.IfAbsent;

    /// <summary>All spans are inside it: it must not go on behind the last.</summary>
    private async Task RequireLengthAsync(CopyFile file, CancellationToken cancellationToken)
    {
        var found = await from.FindAsync(file.Path, cancellationToken) ?? throw await source.MissingAsync(file.Path, cancellationToken);
        if (found.Length != file.Length)
            throw source.Damaged(file.Path, $"it has {found.Length} bytes instead of {file.Length}");
    }

    /// <summary>Somebody else brought it meanwhile, or an earlier try of this call did.</summary>
    private async Task RequireThereAsync(CopyFile file, CancellationToken cancellationToken)
    {
        if (!await IsThereAsync(file, cancellationToken))
        {
            throw new WorkflowsException(
                ErrorKind.Conflict,
                $"The store {to.Location} has another \"{file.Path}\" than backup \"{source.Backup}\" in {from.Location}: they can't be in "
                + "one store.");
        }
    }

    private async Task<bool> HasContentAsync(CopyFile file, CancellationToken cancellationToken)
    {
        await using var stream = await to.OpenReadAsync(file.Path, 0, file.Length, cancellationToken);
        foreach (var run in file.Runs)
        {
            if (await Hashing.HashNextAsync(stream, run.Length, cancellationToken) != run.Sha256)
                return false;
        }

        return true;
    }

    private async Task<Stream> OpenAsync(string path, long offset, long? length, CancellationToken cancellationToken)
    {
        try
        {
            return await from.OpenReadAsync(path, offset, length, cancellationToken);
        }
        catch (Exception gone) when (gone is BlobNotFoundException or StoreNotFoundException)
        {
            throw await source.MissingAsync(path, cancellationToken);
        }
        catch (BlobRangeException shorter)
        {
            throw source.Damaged(path, $"it has only {shorter.ActualLength} bytes");
        }
    }

    /// <summary>Holds bytes against the hashes of the runs that they are, as they come.</summary>
    private sealed class RunHashes(IReadOnlyList<CopyRun> runs) : IDisposable
    {
        private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        private int run;
        private long seen;

        /// <returns>What is wrong; null where nothing is so far.</returns>
        public string? Append(ReadOnlySpan<byte> content)
        {
            while (content.Length > 0)
            {
                var part = content[..(int)Math.Min(content.Length, runs[run].Length - seen)];
                hash.AppendData(part);
                seen += part.Length;
                content = content[part.Length..];
                if (seen == runs[run].Length && !EndsRun())
                    return "its bytes don't match their hash";
            }

            return null;
        }

        public void Dispose() => hash.Dispose();

        private bool EndsRun()
        {
            var isRight = Convert.ToHexStringLower(hash.GetHashAndReset()) == runs[run].Sha256;
            (run, seen) = (run + 1, 0);
            return isRight;
        }
    }
}
