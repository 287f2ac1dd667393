using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Workflows.Volumes.Errors;
using Workflows.Volumes.Manifests;
using Workflows.Volumes.Posix;
using Workflows.Volumes.Trees;

namespace Workflows.Volumes.Restores;

/// <summary>
/// Makes one entry as it was, in a directory that is open. What has the name stays until what replaces it is whole, and
/// goes at once then.
/// </summary>
/// <param name="overwrite">Whether what has the name goes.</param>
[SupportedOSPlatform("linux")]
internal sealed class EntryRestore(bool overwrite)
{
    /// <summary>Makes a directory, to be filled. Its own owner, mode and time come when that is done.</summary>
    public void MakeDirectory(DirectoryHandle parent, EntryName name)
    {
        if (DirectoryWriter.TryMakeDirectory(parent, name))
        {
            return;
        }

        if (parent.StatusOf(name).Metadata.Kind != EntryKind.Directory)
        {
            RequireOverwrite(parent, name);
            DirectoryWriter.Remove(parent, name, isDirectory: false);
            Require(DirectoryWriter.TryMakeDirectory(parent, name), parent, name);
        }
    }

    /// <summary>Makes anything else, with its metadata.</summary>
    /// <param name="parent">The directory that it is in.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="files">Writes what files hold.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="VolumeDamagedException">Some of its content is lost; what had the name is still there.</exception>
    public async Task<MadeEntry> MakeAsync(
        DirectoryHandle parent, TreeEntry entry, FileRestore files, CancellationToken cancellationToken)
    {
        var name = entry.Path.Names[^1];
        var isReplaced = overwrite && Exists(parent, name);
        if (isReplaced && TryKeep(parent, name, entry) is { } kept)
        {
            return kept;
        }

        var madeAs = isReplaced ? TemporaryName() : name;
        using var file = Make(parent, madeAs, entry.Metadata);
        try
        {
            using var made = file is null
                ? OpenMade(parent, madeAs, entry.Metadata)
                : OpenEntry.Of(file, parent.PathOf(name));
            if (file is not null)
            {
                await files.WriteAsync(file, entry.Content!, cancellationToken);
            }

            var refused = MetadataWriter.Apply(made, entry.Metadata);
            if (isReplaced)
            {
                Replace(parent, madeAs, name);
            }

            return new(WasThere: false, refused);
        }
        catch
        {
            // Half a file would look like a whole one.
            TryRemove(parent, madeAs);
            throw;
        }
    }

    /// <summary>Gives an entry that is there one more name.</summary>
    public void MakeName(DirectoryHandle from, EntryName first, DirectoryHandle parent, EntryName name)
    {
        if (DirectoryWriter.TryMakeName(from, first, parent, name))
        {
            return;
        }

        var (old, now) = (from.StatusOf(first), parent.StatusOf(name));
        if (old.Inode == now.Inode && old.FileSystem == now.FileSystem)
        {
            return;
        }

        RequireOverwrite(parent, name);
        var temporary = TemporaryName();
        Require(DirectoryWriter.TryMakeName(from, first, parent, temporary), parent, temporary);
        try
        {
            Replace(parent, temporary, name);
        }
        catch
        {
            TryRemove(parent, temporary);
            throw;
        }
    }

    private static EntryName TemporaryName()
    {
        var text = $".workflows-restore-{RandomNumberGenerator.GetHexString(16, lowercase: true)}";
        return EntryName.TryCreate(Encoding.ASCII.GetBytes(text), out var name) ? name : throw new InvalidOperationException(text);
    }

    /// <returns>The file, empty; null for what is none.</returns>
    private static SafeFileHandle? Make(
        DirectoryHandle parent, EntryName name, EntryMetadata metadata)
    {
        switch (metadata.Kind)
        {
            case EntryKind.File:
                return DirectoryWriter.TryMakeFile(parent, name) ?? throw Taken(parent, name);
            case EntryKind.SymbolicLink:
                Require(DirectoryWriter.TryMakeLink(parent, name, metadata.Target!.Value.Span), parent, name);
                return null;
            default:
                Require(DirectoryWriter.TryMakeNode(parent, name, metadata), parent, name);
                return null;
        }
    }

    /// <summary>
    /// Takes hold of what was made under a name. Making it gave no descriptor, so somebody who may write the directory
    /// may have put something else there meanwhile: that is not given what this was to be.
    /// </summary>
    internal static OpenEntry OpenMade(DirectoryHandle parent, EntryName name, EntryMetadata metadata)
    {
        var made = OpenEntry.Open(parent, name);
        try
        {
            var status = made.Status();
            var isIt = status.Metadata.Kind == metadata.Kind
                && status.Links == 1
                && status.Metadata.Device == metadata.Device
                && (metadata.Target is not { } target || target.Span.SequenceEqual(made.ReadLink()));
            return isIt
                ? made
                : throw new FileSystemException(
                    $"finish '{made.Path}', whose place something else has taken", FileSystemException.Stale);
        }
        catch
        {
            made.Dispose();
            throw;
        }
    }

    /// <returns>Null where what is there is not what is to be.</returns>
    private static MadeEntry? TryKeep(DirectoryHandle parent, EntryName name, TreeEntry entry)
    {
        if (entry.Metadata.Kind != EntryKind.File)
        {
            return null;
        }

        using var there = OpenEntry.Open(parent, name);
        return IsSame(entry, there) ? new(WasThere: true, MetadataWriter.Apply(there, entry.Metadata)) : null;
    }

    /// <summary>Size and time tell, as they do for rsync: but not where that would lend somebody's content new rights.</summary>
    private static bool IsSame(TreeEntry entry, OpenEntry there)
    {
        var status = there.Status();
        return status.Metadata.Kind == EntryKind.File
            && status.Length == entry.Content!.Length
            && status.Metadata.ModifiedAt == entry.Metadata.ModifiedAt
            && (!Environment.IsPrivilegedProcess || GainsNothing(entry.Metadata, status.Metadata, there));
    }

    /// <summary>The owner of a file can make it look like any other of its size.</summary>
    private static bool GainsNothing(EntryMetadata archived, EntryMetadata now, OpenEntry there)
    {
        var capabilities = archived.Attributes.FirstOrDefault(attribute => attribute.Name == MetadataWriter.Capabilities);
        return (archived.Uid, archived.Gid) == (now.Uid, now.Gid)
            && (archived.Permissions & ~now.Permissions & MetadataWriter.SetIdBits) == 0
            && (capabilities is null
                || there.FindAttribute(capabilities.Name) is { } held && capabilities.Value.Span.SequenceEqual(held));
    }

    private static void Replace(DirectoryHandle parent, EntryName made, EntryName name)
    {
        try
        {
            DirectoryWriter.Rename(parent, made, name);
        }
        catch (FileSystemException failed) when (failed.Code == FileSystemException.IsADirectory)
        {
            // A directory goes only if it is empty: what else is in it is nobody's to delete.
            DirectoryWriter.Remove(parent, name, isDirectory: true);
            DirectoryWriter.Rename(parent, made, name);
        }
    }

    private static void TryRemove(DirectoryHandle parent, EntryName name)
    {
        try
        {
            DirectoryWriter.Remove(parent, name, isDirectory: false);
        }
        catch (FileSystemException)
        {
            // What failed before tells more.
        }
    }

    private static bool Exists(DirectoryHandle parent, EntryName name)
    {
        try
        {
            parent.StatusOf(name);
            return true;
        }
        catch (FileSystemException missing) when (missing.Code == FileSystemException.NoEntry)
        {
            return false;
        }
    }

    private void RequireOverwrite(DirectoryHandle parent, EntryName name) => Require(overwrite, parent, name);

    private static void Require(bool made, DirectoryHandle parent, EntryName name)
    {
        if (!made)
        {
            throw Taken(parent, name);
        }
    }

    private static FileSystemException Taken(DirectoryHandle parent, EntryName name) =>
        new($"make '{parent.PathOf(name)}'", FileSystemException.Exists);
}
