using System.Security.Cryptography;

namespace Workflows.Scenarios.Archives;

/// <summary>A folder's tree with the hash of each file: equal before and after means that nothing was changed.</summary>
internal static class FolderSnapshot
{
    public static IReadOnlyList<string> Take(string folder) => Directory.Exists(folder)
        ?
        [
            .. Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal)
                .Select(path => $"{Path.GetRelativePath(folder, path)} {Content(path)}"),
        ]
        : ["(no folder)"];

    private static string Content(string path) =>
        Directory.Exists(path) ? "(folder)" : Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));
}
