namespace Workflows.Scenarios.Volumes.Kills;

/// <summary>The files of a folder store, while others make and delete them.</summary>
internal static class StoredFiles
{
    private static readonly EnumerationOptions All = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None };

    /// <summary>All of them; none where there is no such folder.</summary>
    public static IReadOnlyList<string> Below(string folder)
    {
        try
        {
            return Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "*", All)] : [];
        }
        catch (DirectoryNotFoundException)
        {
            // It went while it was looked at.
            return [];
        }
    }
}
