namespace Workflows.Volumes.Stores;

/// <summary>Where what is kept of a volume lies in a store.</summary>
/// <param name="volume">The volume's folder: letters, digits, '.', '_' and '-'.</param>
public sealed class VolumeLayout(string volume)
{
    /// <summary>The records: without one there is no backup.</summary>
    public const string Records = "catalog/volumes/";

    private const string TreeExtension = ".tree";

    private const int AttemptLength = 32;

    public string Volume { get; } = volume;

    public string Packs => $"volumes/{Volume}/packs/";

    public string Pack(string name) => $"{Packs}{name}";

    public string Trees => $"volumes/{Volume}/trees/";

    /// <summary>
    /// In a container: for each record of this volume an empty file that is named by backup and attempt, so that nobody has
    /// to read the records of all volumes to find them.
    /// </summary>
    public string Names => $"volumes/{Volume}/records/";

    public string NameOf(string backup, string attempt) => $"{Names}{backup}-{attempt}";

    /// <summary>What those who stored packs and a tree say of them to whoever writes the record.</summary>
    public string Results => $"volumes/{Volume}/results/";

    public string Result(string attempt) => $"{Results}{attempt}.json";

    /// <summary>What backups at work rely on, so that nobody deletes it under their hands.</summary>
    public string Intents => $"volumes/{Volume}/intents/";

    public string Intent(string attempt) => $"{Intents}{attempt}.json";

    /// <summary>What the tree was: entries with their chunks.</summary>
    public string Tree(string backup, string attempt) => $"{Trees}{backup}-{attempt}{TreeExtension}";

    /// <summary>The attempt in a pack's name; empty where there is none.</summary>
    public static string AttemptOfPack(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Length > AttemptLength && name[AttemptLength] == '-' ? name[..AttemptLength] : "";
    }

    /// <summary>The attempt in a tree's path; empty where there is none.</summary>
    public static string AttemptOfTree(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var name = path.EndsWith(TreeExtension, StringComparison.Ordinal) ? path[..^TreeExtension.Length] : "";
        return name.Length > AttemptLength && name[^(AttemptLength + 1)] == '-' ? name[^AttemptLength..] : "";
    }

    /// <summary>The record of a backup, written last.</summary>
    public static string Record(string backup) => $"{Records}{backup}.json";
}
