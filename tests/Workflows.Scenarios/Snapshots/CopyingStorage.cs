using Workflows.Scenarios.Running;

namespace Workflows.Scenarios.Snapshots;

/// <summary>
/// A storage system whose volumes and snapshots are folders of the machine that the nodes are on. A snapshot is a copy, and so
/// is a volume of it: real bytes, and no CSI driver, which the local clusters have no place for.
/// </summary>
internal sealed class CopyingStorage(string root)
{
    public string VolumeOf(string name) => Path.Combine(root, "volumes", name);

    public string SnapshotOf(string handle) => Path.Combine(root, "snapshots", handle);

    public bool HasSnapshot(string handle) => Directory.Exists(SnapshotOf(handle));

    public IReadOnlyList<string> Snapshots() =>
        Directory.Exists(Path.Combine(root, "snapshots")) ? Directory.GetDirectories(Path.Combine(root, "snapshots")) : [];

    public void MakeVolume(string name) => Directory.CreateDirectory(VolumeOf(name));

    public void DeleteVolume(string name) => Delete(VolumeOf(name));

    public void DeleteSnapshot(string handle) => Delete(SnapshotOf(handle));

    public Task TakeAsync(string volume, string handle) => CopyAsync(VolumeOf(volume), SnapshotOf(handle));

    public Task MakeVolumeOfAsync(string handle, string volume) => CopyAsync(SnapshotOf(handle), VolumeOf(volume));

    /// <summary>Under another name first: what has its name is whole.</summary>
    private static async Task CopyAsync(string from, string to)
    {
        if (Directory.Exists(to))
        {
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        var partial = $"{to}.partial";
        Delete(partial);
        using (var copy = Program.Start("cp", ["-a", from, partial]))
        {
            (await copy.WaitAsync()).Exits(0);
        }

        Directory.Move(partial, to);
    }

    private static void Delete(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
