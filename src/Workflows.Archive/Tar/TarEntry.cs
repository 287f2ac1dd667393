namespace Workflows.Archive.Tar;

/// <summary>One regular file in a run of tar entries.</summary>
internal readonly record struct TarEntry(string Path, int ContentOffset, int ContentLength);
