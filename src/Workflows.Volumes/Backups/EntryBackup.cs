using System.Runtime.Versioning;
using Workflows.Volumes.Errors;
using Workflows.Volumes.Manifests;
using Workflows.Volumes.Posix;
using Workflows.Volumes.Trees;

namespace Workflows.Volumes.Backups;

/// <summary>Backs up one entry: reads what it is and, where it changed, what it holds.</summary>
[SupportedOSPlatform("linux")]
internal sealed class EntryBackup(FileReader files, Parent? parent, ProblemList problems)
{
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
        catch (FileSystemException failed)
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
            return same with { Content = kept with { Chunks = [.. kept.Chunks.Select(chunk => parent.Reuse(chunk))] } };
        }

        var directory = walked.Directory.Directory;
        var entry = new TreeEntry(walked.Path, status.Metadata with
        {
            Attributes = walked.Name is null
                ? AttributeReader.Read(directory)
                : AttributeReader.Read(directory, walked.Name),
            Target = status.Metadata.Kind == EntryKind.SymbolicLink ? directory.ReadLink(walked.Name!) : null,
        });
        return status.Metadata.Kind == EntryKind.File
            ? await ReadContentAsync(entry, walked, cancellationToken)
            : entry;
    }

    private async Task<TreeEntry> ReadContentAsync(
        TreeEntry entry, WalkedEntry walked, CancellationToken cancellationToken)
    {
        var directory = walked.Directory.Directory;
        var status = walked.Status;
        using var file = directory.OpenFile(walked.Name!);
        if (DirectoryHandle.StatusOf(file, entry.Path.ToString()).Metadata.Kind != EntryKind.File)
        {
            throw new FileSystemException($"read '{entry.Path}'", FileSystemException.NoEntry);
        }

        var content = await files.ReadAsync(file, status, directory.PathOf(walked.Name!), cancellationToken);
        var after = DirectoryHandle.StatusOf(file, entry.Path.ToString());
        if (after.Length != status.Length
            || after.ChangedAt != status.ChangedAt
            || after.Metadata.ModifiedAt != status.Metadata.ModifiedAt
            || after.Inode != status.Inode)
        {
            problems.Add(entry.Path, "It changed while it was read: what is kept may be of several moments.");
        }

        return entry with { Content = content, Signature = new(status.Inode, status.ChangedAt) };
    }
}
