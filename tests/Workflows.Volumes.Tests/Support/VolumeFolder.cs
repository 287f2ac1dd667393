using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text;
using Workflows.Archive.Encryption.KeyFiles;
using Workflows.Archive.Stores;
using Workflows.Volumes.Backups;
using Workflows.Volumes.Manifests;
using Workflows.Volumes.Posix;
using Workflows.Volumes.Restores;
using Xunit.Abstractions;

namespace Workflows.Volumes.Tests.Support;

/// <summary>A tree, a store, and places to restore to, all in a temporary folder.</summary>
[SupportedOSPlatform("linux")]
internal sealed class VolumeFolder : IDisposable
{
    private readonly DirectoryInfo folder;
    private int restores;

    /// <param name="key">The user's key; null where nothing is encrypted.</param>
    public VolumeFolder(FileKey? key = null)
        : this(Directory.CreateTempSubdirectory("workflows-volume-"), key)
    {
    }

    private VolumeFolder(DirectoryInfo folder, FileKey? key)
    {
        this.folder = folder;
        Key = key;
        Directory.CreateDirectory(Tree);
        Directory.CreateDirectory(StorePath);
        Store = ArchiveStores.Open(StorePath);
    }

    /// <summary>A folder on a file system that has attributes: beside the tests where the temporary one has none.</summary>
    public static VolumeFolder WithAttributes(ITestOutputHelper output)
    {
        var temporary = new VolumeFolder();
        if (Syscalls.TrySetAttribute(temporary.Tree, "user.probe", [1]))
        {
            Syscalls.RemoveAttribute(temporary.Tree, "user.probe");
            return temporary;
        }

        temporary.Dispose();
        output.WriteLine($"The file system of {Path.GetTempPath()} has no attributes: the test runs beside its program.");
        return new(Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, $"volume-{Guid.NewGuid():N}")), key: null);
    }

    public string Tree => Path.Combine(folder.FullName, "tree");

    public string StorePath => Path.Combine(folder.FullName, "store");

    public IArchiveStore Store { get; }

    public FileKey? Key { get; }

    public Task<VolumeRecord> BackUpAsync(string name, TimeProvider? time = null) =>
        BackUpAsync(name, Store, time ?? TimeProvider.System);

    public Task<VolumeRecord> BackUpAsync(
        string name, IArchiveStore store, TimeProvider time, IProgress<VolumeProgress>? progress = null, CancellationToken stop = default) =>
        new VolumeBackup(store, new(name, "data", Tree, Tree) { Key = Key }, time).RunAsync(progress, stop);

    public Task<OpenedVolume> OpenAsync(string name) => new VolumeCatalog(Store).OpenAsync(name, Key);

    /// <summary>Restores into an empty directory.</summary>
    /// <returns>Where to, and what it did.</returns>
    public async Task<(string Path, VolumeRestoreResult Result)> RestoreAsync(
        string name, bool bestEffort = false)
    {
        var path = Path.Combine(folder.FullName, $"restored-{++restores}");
        var result = await RestoreAsync(name, new VolumeRestoreRequest(path) { BestEffort = bestEffort });
        return (path, result);
    }

    /// <param name="name">The backup.</param>
    /// <param name="request">Where to restore to.</param>
    /// <param name="store">The store to read from; null for the folder's own.</param>
    public async Task<VolumeRestoreResult> RestoreAsync(string name, VolumeRestoreRequest request, IArchiveStore? store = null)
    {
        var volume = await OpenAsync(name);
        return await new VolumeRestore(store ?? Store, volume.Record, request with { Keys = volume.Keys }).RunAsync(null, default);
    }

    /// <summary>
    /// All that find(1), sha256sum(1) and the attributes say of a tree: what another program sees of it, byte for byte.
    /// Names of one inode stand beside each other, and of large files whether they are mostly holes.
    /// </summary>
    public static string Describe(string tree)
    {
        const string Script = """
            find . ! -type d -printf '%P\t%y\t%m\t%U\t%G\t%T@\t%l\t%n\0' -o -printf '%P\t%y\t%m\t%U\t%G\t%T@\0' | LC_ALL=C sort -z
            find . -type f -printf '%P\t%s\0' | LC_ALL=C sort -z
            find . -type f -size +4M -printf '%P\t%b\t%s\0' | LC_ALL=C sort -z | LC_ALL=C awk -v RS='\0' -v ORS='\0' -v FS='\t' '{ print $1, ($(NF-1) * 512 < $NF / 2 ? "holes" : "data") }'
            find . -type b -print0 -o -type c -print0 | LC_ALL=C sort -z | xargs -0 -r stat --printf '%n %t %T\0'
            find . -type f -print0 | LC_ALL=C sort -z | xargs -0 -r sha256sum -z
            """;
        var found = Run(Script, tree);
        return (found + Names(tree) + Attributes(tree)).Replace('\0', '\n');
    }

    public void Dispose()
    {
        // System.IO takes no names that are not UTF-8.
        using var remove = Process.Start("rm", ["-rf", folder.FullName]);
        remove.WaitForExit();
    }

    /// <summary>Which names are of one file, by the first of each.</summary>
    private static string Names(string tree)
    {
        var found = Run("find . ! -type d -links +1 -printf '%i\\t%P\\0'", tree);
        var files = found.Split('\0', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('\t', 2))
            .GroupBy(parts => parts[0], parts => parts[1], StringComparer.Ordinal)
            .Select(names => string.Join(" = ", names.Order(StringComparer.Ordinal)))
            .Order(StringComparer.Ordinal);
        return string.Concat(files.Select(names => names + '\n'));
    }

    private static string Run(string script, string tree)
    {
        using var shell = Process.Start(new ProcessStartInfo("bash", ["-c", $"cd \"$1\" && {script}", "bash", tree])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
            StandardOutputEncoding = Encoding.Latin1,
        })!;
        var found = shell.StandardOutput.ReadToEnd();
        shell.WaitForExit();
        Assert.Equal(0, shell.ExitCode);
        return found;
    }

    private static string Attributes(string tree)
    {
        var text = new StringBuilder();
        var problems = new ProblemList();
        foreach (var entry in new TreeWalk(tree, problems).Entries())
        {
            var directory = entry.Directory.Directory;
            var refused = new List<string>();
            var attributes = AttributeReader.Read(directory, entry.Name, refused);
            Assert.Empty(refused);
            foreach (var attribute in attributes)
            {
                text.Append(entry.Path).Append('\t').Append(attribute.Name).Append('=')
                    .AppendLine(Convert.ToHexString(attribute.Value.Span));
            }

            entry.Directory.Release();
        }

        Assert.Empty(problems.Named);
        return text.ToString();
    }
}
