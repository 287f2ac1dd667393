using System.Diagnostics;
using System.Runtime.Versioning;
using Workflows.Archive.Encryption.KeyFiles;
using Workflows.Archive.Stores;
using Workflows.Volumes.Backups;
using Workflows.Volumes.Manifests;
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

    /// <inheritdoc cref="TreeDescription.Of"/>
    public static string Describe(string tree) => TreeDescription.Of(tree);

    public void Dispose()
    {
        // System.IO takes no names that are not UTF-8.
        using var remove = Process.Start("rm", ["-rf", folder.FullName]);
        remove.WaitForExit();
    }
}
