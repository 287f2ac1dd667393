namespace Workflows.Archive.Stores.Folder;

internal enum FileKind
{
    File,
    Directory,
    Link,
}

/// <summary>One name in a folder and what stands behind it.</summary>
internal sealed record FileEntry(string Name, FileKind Kind, long Length, DateTimeOffset Modified);
