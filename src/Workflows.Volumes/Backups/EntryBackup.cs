using System.Runtime.Versioning;
using Workflows.Core.Errors;
using Workflows.Volumes.Errors;
using Workflows.Volumes.Manifests;
using Workflows.Volumes.Posix;
using Workflows.Volumes.Trees;

namespace Workflows.Volumes.Backups;

/// <summary>Backs up one entry: reads what it is and, where it changed, what it holds.</summary>
[SupportedOSPlatform("linux")]
internal sealed class EntryBackup(FileReader files, Parent? parent, ProblemList problems, TimeProvider time)
{
    /// <summary>Seconds after which a change is surely told from the next: the coarsest file systems count by two.</summary>
    private const int Settled = 3;

    /// <param name="walked">The entry; its directory is released.</param>
    /// <param name="earlier">What the parent has at this path.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The entry; null where it could not be read.</returns>
    public async Task<TreeEntry?> RunAsync(
        WalkedEntry walked, TreeEntry? earlier, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(walked, earlier, cancellationToken);
        }
        catch (WorkflowsException failed) when (failed is FileSystemException or FileTooLargeException)
        {
            problems.Add(walked.Path, failed);
            return null;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            problems.Add(walked.Path, $"It can't be read: {failed.Message}");
            return null;
        }
        finally
        {
            walked.Directory.Release();
        }
    }

    private async Task<TreeEntry> ReadAsync(
        WalkedEntry walked, TreeEntry? earlier, CancellationToken cancellationToken)
    {
        var status = walked.Status;
        if (status.Metadata.Kind == EntryKind.File && parent?.FindUnchanged(earlier, status) is { Content: { } kept } same)
        {
            // The time of change stands for metadata and attributes, too.
            return same with { Inode = status.Inode, Content = kept with { Chunks = [.. kept.Chunks.Select(chunk => parent.Reuse(chunk))] } };
        }

        var directory = walked.Directory.Directory;
        var refused = new List<string>();
        var entry = new TreeEntry(walked.Path, status.Metadata with
        {
            Attributes = AttributeReader.Read(directory, walked.Name, refused),
            Target = status.Metadata.Kind == EntryKind.SymbolicLink ? directory.ReadLink(walked.Name!) : null,
        })
        {
            Inode = status.Inode,
        };
        if (refused.Count > 0)
        {
            problems.Add(entry.Path, $"It is kept without some of its attributes: {string.Join(' ', refused)}");
        }

        if (status.Metadata.Kind != EntryKind.File)
        {
            return entry;
        }

        var whole = await ReadContentAsync(entry, walked, cancellationToken);

        // What was refused is asked for again the next time.
        return refused.Count == 0 ? whole : whole with { Signature = null };
    }

    private async Task<TreeEntry> ReadContentAsync(
        TreeEntry entry, WalkedEntry walked, CancellationToken cancellationToken)
    {
        var directory = walked.Directory.Directory;
        var path = directory.PathOf(walked.Name!);
        using var turn = await files.TakeTurnAsync(cancellationToken);
        using var file = directory.OpenFile(walked.Name!);
        var began = time.GetUtcNow();
        var before = DirectoryHandle.StatusOf(file, path);
        if (before.Metadata.Kind != EntryKind.File)
        {
            throw new FileSystemException($"read '{path}'", FileSystemException.NoEntry);
        }

        var content = await files.ReadAsync(file, before, path, cancellationToken);
        var after = DirectoryHandle.StatusOf(file, path);
        if (after.Length != before.Length
            || after.ChangedAt != before.ChangedAt
            || after.Metadata.ModifiedAt != before.Metadata.ModifiedAt
            || before.Inode != walked.Status.Inode)
        {
            problems.Add(entry.Path, "It changed while it was read: what is kept may be of several moments.");
        }

        return entry with { Inode = before.Inode, Content = content, Signature = SignatureOf(before, began) };
    }

    /// <summary>
    /// None for a file that changed just before it was read: a clock that ticks in seconds would call a further change
    /// within the same tick no change.
    /// </summary>
    private static FileSignature? SignatureOf(EntryStatus status, DateTimeOffset readAt) =>
        status.ChangedAt.Seconds > readAt.ToUnixTimeSeconds() - Settled
            ? null
            : new(status.Inode, status.ChangedAt);
}
