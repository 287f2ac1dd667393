using System.Runtime.Versioning;
using Workflows.Volumes.Errors;
using Workflows.Volumes.Posix;
using Workflows.Volumes.Trees;

namespace Workflows.Volumes.Restores;

/// <summary>Gives a restored entry its owner, attributes, mode and time, and takes from it what it did not have.</summary>
[SupportedOSPlatform("linux")]
internal static class MetadataWriter
{
    /// <summary>Capabilities of a program, which lend rights as set-id bits do.</summary>
    public const string Capabilities = "security.capability";

    /// <summary>S_ISUID and S_ISGID.</summary>
    public const int SetIdBits = 0xC00;

    /// <summary>
    /// Owner first, since a change of owner takes set-id bits and capabilities away; attributes before the mode, since
    /// only who may write an entry may set some, and an access control list changes the mode; time last, since everything
    /// else changes it. What is as it should be is not set again: that would change the time by which the next backup
    /// knows a file.
    /// </summary>
    /// <param name="entry">The entry.</param>
    /// <param name="metadata">What it is to be.</param>
    /// <returns>What could not be set or removed, a sentence each.</returns>
    public static IReadOnlyList<string> Apply(OpenEntry entry, EntryMetadata metadata)
    {
        var refused = new List<string>();
        var now = entry.Status().Metadata;
        var isOwner = (now.Uid, now.Gid) == (metadata.Uid, metadata.Gid);
        var isOwned = isOwner || Try(() => entry.SetOwner(metadata.Uid, metadata.Gid));
        if (SetAttributes(entry, metadata, Try) || !isOwner)
        {
            now = entry.Status().Metadata;
        }

        // With another owner's identity, set-id bits would lend the wrong one.
        var permissions = isOwned ? metadata.Permissions : metadata.Permissions & ~SetIdBits;
        if (metadata.Kind != EntryKind.SymbolicLink && now.Permissions != permissions)
        {
            Try(() => entry.SetPermissions(permissions));
        }

        if (now.ModifiedAt != metadata.ModifiedAt)
        {
            Try(() => entry.SetModified(metadata.ModifiedAt));
        }

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

    /// <summary>
    /// Which attributes an entry has only if it had them: others, such as labels, are given by the system it is on.
    /// </summary>
    private static bool IsRestored(string name) =>
        name == Capabilities
        || name.StartsWith("user.", StringComparison.Ordinal)
        || name.StartsWith("system.posix_acl_", StringComparison.Ordinal);

    /// <returns>Whether there was anything to do, which may have changed the mode.</returns>
    private static bool SetAttributes(OpenEntry entry, EntryMetadata metadata, Func<Action, bool> trySet)
    {
        IReadOnlyList<string> present = [];
        trySet(() => present = entry.AttributeNames());
        if (present.Count == 0 && metadata.Attributes.Count == 0)
        {
            return false;
        }

        foreach (var name in present.Where(name => IsRestored(name) && metadata.Attributes.All(kept => kept.Name != name)))
        {
            trySet(() => entry.RemoveAttribute(name));
        }

        foreach (var attribute in metadata.Attributes)
        {
            trySet(() => SetAttribute(entry, attribute, present));
        }

        return true;
    }

    private static void SetAttribute(OpenEntry entry, ExtendedAttribute attribute, IReadOnlyList<string> present)
    {
        var isSame = present.Contains(attribute.Name, StringComparer.Ordinal)
            && entry.FindAttribute(attribute.Name) is { } now
            && attribute.Value.Span.SequenceEqual(now);
        if (!isSame)
        {
            entry.SetAttribute(attribute);
        }
    }
}
