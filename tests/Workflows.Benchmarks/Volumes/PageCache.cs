namespace Workflows.Benchmarks.Volumes;

/// <summary>What the kernel keeps of files.</summary>
internal static class PageCache
{
    private const string DropCaches = "/proc/sys/vm/drop_caches";

    /// <summary>Forgets it, so that what is read next comes from the disk.</summary>
    /// <returns>False where that is not allowed.</returns>
    public static bool TryDrop()
    {
        try
        {
            File.WriteAllText(DropCaches, "3");
            return true;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
