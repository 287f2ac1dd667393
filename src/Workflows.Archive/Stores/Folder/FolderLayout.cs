using System.Security.Cryptography;
using System.Text;

namespace Workflows.Archive.Stores.Folder;

/// <summary>
/// Which file stands for what. Blobs are files of the same relative path; everything of the store's own is below
/// one hidden folder, which no blob's path can name.
/// </summary>
internal sealed class FolderLayout(string root)
{
    /// <summary>The folder of the store's containers, below the root.</summary>
    public const string ContainersName = "containers";

    private const string HiddenName = ".workflows";

    public string Root { get; } = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));

    public string Hidden => Path.Combine(Root, HiddenName);

    /// <summary>Files being written, not yet anything else; on the same file system as what they become.</summary>
    public string Temporary => Path.Combine(Hidden, "temporary");

    /// <summary>Staged blocks, all in one folder, so that no folder must be deleted while somebody writes into it.</summary>
    public string Blocks => Path.Combine(Hidden, "blocks");

    public string Lock => Path.Combine(Hidden, "lock");

    public string Containers => Path.Combine(Root, ContainersName);

    public string Container(string name) => Path.Combine(Containers, name);

    public string Blob(string path) => Path.Combine(Root, path.Replace('/', Path.DirectorySeparatorChar));

    public string NewTemporary() => Path.Combine(Temporary, Guid.NewGuid().ToString("N"));

    public string Block(string path, string blockId) => Path.Combine(Blocks, BlockPrefix(path) + blockId);

    /// <summary>What the names of a blob's blocks start with: a hash, since a path is too long and has separators.</summary>
    public static string BlockPrefix(string path) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path)).AsSpan(0, 16)) + ".";

    /// <summary>The folders from below the root down to the given one, which is the root or below it.</summary>
    public IEnumerable<string> Levels(string directory)
    {
        var relative = Path.GetRelativePath(Root, directory);
        if (relative == ".")
            yield break;

        var level = Root;
        foreach (var name in relative.Split(Path.DirectorySeparatorChar))
        {
            level = Path.Combine(level, name);
            yield return level;
        }
    }
}
