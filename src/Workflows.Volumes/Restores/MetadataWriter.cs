using System.Runtime.Versioning;
using Workflows.Volumes.Errors;
using Workflows.Volumes.Posix;
using Workflows.Volumes.Trees;

namespace Workflows.Volumes.Restores;

/// <summary>Gives a restored entry its owner, mode, attributes and time.</summary>
[SupportedOSPlatform("linux")]
internal static class MetadataWriter
{
    private const int OwnerAndGroupBits = 0xC00;

    /// <summary>
    /// Owner first, since a change of owner takes set-id bits and capabilities away; time last, since everything else
    /// changes it.
    /// </summary>
    /// <param name="directory">The directory that the entry is in, or the directory itself.</param>
    /// <param name="name">The entry; null for the directory itself.</param>
    /// <param name="metadata">What it is to be.</param>
    /// <returns>What could not be set, a sentence each.</returns>
    public static IReadOnlyList<string> Apply(DirectoryHandle directory, EntryName? name, EntryMetadata metadata)
    {
        var refused = new List<string>();
        var isOwned = Try(() => SetOwner(directory, name, metadata));
        if (metadata.Kind != EntryKind.SymbolicLink)
        {
            // With another owner's identity, set-id bits would lend the wrong one.
            var permissions = isOwned ? metadata.Permissions : metadata.Permissions & ~OwnerAndGroupBits;
            Try(() => DirectoryWriter.SetPermissions(directory, name, permissions));
        }

        foreach (var attribute in metadata.Attributes)
        {
            Try(() => DirectoryWriter.SetAttribute(directory, name, attribute));
        }

        Try(() => DirectoryWriter.SetModified(directory, name, metadata.ModifiedAt));
        return refused;

        bool Try(Action set)
        {
            try
            {
                set();
                return true;
            }
            catch (FileSystemException failed)
            {
                refused.Add(failed.Message);
                return false;
            }
        }
    }

    private static void SetOwner(DirectoryHandle directory, EntryName? name, EntryMetadata metadata)
    {
        var now = name is null ? directory.Status() : directory.StatusOf(name);
        if (now.Metadata.Uid != metadata.Uid || now.Metadata.Gid != metadata.Gid)
        {
            DirectoryWriter.SetOwner(directory, name, metadata.Uid, metadata.Gid);
        }
    }
}
