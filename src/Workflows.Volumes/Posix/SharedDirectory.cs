using System.Runtime.Versioning;

namespace Workflows.Volumes.Posix;

/// <summary>An open directory that is closed when the last who uses it lets it go.</summary>
[SupportedOSPlatform("linux")]
internal sealed class SharedDirectory(DirectoryHandle directory)
{
    private int users = 1;

    public DirectoryHandle Directory => directory;

    /// <summary>One more user, who will call <see cref="Release"/>.</summary>
    public SharedDirectory Share()
    {
        Interlocked.Increment(ref users);
        return this;
    }

    public void Release()
    {
        if (Interlocked.Decrement(ref users) == 0)
        {
            directory.Dispose();
        }
    }
}
