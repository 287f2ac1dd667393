namespace Workflows.Archive.Format;

/// <summary>
/// Where the files of one backup lie. An encrypted one keeps out of Velero's folder: Velero would take the folder for
/// a backup, find no Backup object that it can read, and complain about it once a minute.
/// </summary>
internal sealed record ArchivePaths(string Folder, string Tarball, string Index)
{
    private const string Ending = ".enc";

    public static ArchivePaths Of(string backup, bool isEncrypted)
    {
        if (!isEncrypted)
            return new ArchivePaths(ArchiveLayout.VeleroFolder(backup), ArchiveLayout.Tarball(backup), ArchiveLayout.Index(backup));

        var folder = ArchiveLayout.EncryptedFolder(backup);
        return new ArchivePaths(
            folder, Encrypted(folder, ArchiveLayout.Tarball(backup)), Encrypted(folder, ArchiveLayout.Index(backup)));
    }

    /// <summary>Where a document lies that an archive without encryption keeps at the given path.</summary>
    public string Document(string plainPath) =>
        plainPath.StartsWith(Folder, StringComparison.Ordinal) ? plainPath : Encrypted(Folder, plainPath);

    /// <summary>The file's name in an archive without encryption.</summary>
    public static string PlainName(string path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        return name.EndsWith(Ending, StringComparison.Ordinal) ? name[..^Ending.Length] : name;
    }

    private static string Encrypted(string folder, string path) => $"{folder}{path[(path.LastIndexOf('/') + 1)..]}{Ending}";
}
