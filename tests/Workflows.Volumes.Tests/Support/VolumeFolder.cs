using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text;
using Workflows.Archive.Stores;
using Workflows.Volumes.Backups;
using Workflows.Volumes.Manifests;
using Workflows.Volumes.Posix;
using Workflows.Volumes.Restores;

namespace Workflows.Volumes.Tests.Support;

/// <summary>A tree, a store, and places to restore to, all in a temporary folder.</summary>
[SupportedOSPlatform("linux")]
internal sealed class VolumeFolder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("workflows-volume-");
    private int restores;

    public VolumeFolder()
    {
        Directory.CreateDirectory(Tree);
        Directory.CreateDirectory(StorePath);
        Store = ArchiveStores.Open(StorePath);
    }

    public string Tree => Path.Combine(folder.FullName, "tree");

    public string StorePath => Path.Combine(folder.FullName, "store");

    public IArchiveStore Store { get; }

    public Task<VolumeRecord> BackUpAsync(string name, TimeProvider? time = null) =>
        new VolumeBackup(Store, new(name, "data", Tree, Tree), time ?? TimeProvider.System).RunAsync(null, default);

    /// <summary>Restores into an empty directory.</summary>
    /// <returns>Where to, and what it did.</returns>
    public async Task<(string Path, VolumeRestoreResult Result)> RestoreAsync(
        string name, bool bestEffort = false)
    {
        var path = Path.Combine(folder.FullName, $"restored-{++restores}");
        var result = await RestoreAsync(new(name, path) { BestEffort = bestEffort });
        return (path, result);
    }

    public Task<VolumeRestoreResult> RestoreAsync(VolumeRestoreRequest request) =>
        new VolumeRestore(Store, request).RunAsync(null, default);

    /// <summary>
    /// All that find(1), sha256sum(1) and the attributes say of a tree: what another program sees of it, byte for byte.
    /// </summary>
    public static string Describe(string tree)
    {
        const string Script = """
            find . ! -type d -printf '%P\t%y\t%m\t%U\t%G\t%T@\t%l\t%n\0' -o -printf '%P\t%y\t%m\t%U\t%G\t%T@\0' | LC_ALL=C sort -z
            find . -type f -printf '%P\t%s\0' | LC_ALL=C sort -z
            find . -type b -print0 -o -type c -print0 | LC_ALL=C sort -z | xargs -0 -r stat --printf '%n %t %T\0'
            find . -type f -print0 | LC_ALL=C sort -z | xargs -0 -r sha256sum -z
            """;
        using var shell = Process.Start(new ProcessStartInfo("bash", ["-c", $"cd \"$1\" && {Script}", "bash", tree])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
            StandardOutputEncoding = Encoding.Latin1,
        })!;
        var found = shell.StandardOutput.ReadToEnd();
        shell.WaitForExit();
        Assert.Equal(0, shell.ExitCode);
        return (found + Attributes(tree)).Replace('\0', '\n');
    }

    public void Dispose()
    {
        // System.IO takes no names that are not UTF-8.
        using var remove = Process.Start("rm", ["-rf", folder.FullName]);
        remove.WaitForExit();
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
