using Workflows.Scenarios.Archives;
using Workflows.Scenarios.Clusters;
using Workflows.Scenarios.Running;

namespace Workflows.Scenarios.BadInput;

/// <summary>Stores on disks that take nothing, or not all of it.</summary>
[Collection(ScenarioCollection.Name)]
public sealed class DiskTests(BlueAndGreen clusters) : IClassFixture<SmallBackup>, IDisposable
{
    private readonly Workspace workspace = new();

    public void Dispose() => workspace.Dispose();

    [DiskFact]
    public async Task A_store_on_a_read_only_disk_is_refused_and_left_as_it_is()
    {
        using var disk = TemporaryDisk.Mount("8m");
        workspace.Store = Path.Combine(disk.Folder, "store");
        await SmallBackup.CreateAsync(workspace, clusters.Blue);
        disk.MakeReadOnly();

        await RefuseBackupAsync("read-only");

        // What is there can still be used.
        (await workspace.RunAsync("backup", "verify", "good")).Exits(0);
    }

    [DiskFact]
    public async Task A_disk_that_fills_up_leaves_no_backup_and_the_next_one_succeeds_once_there_is_room()
    {
        using var disk = TemporaryDisk.Mount("256k");
        workspace.Store = Path.Combine(disk.Folder, "store");

        var result = (await workspace.RunAsync(SmallBackup.Arguments(clusters.Blue, "next"))).Exits(1);

        Assert.Contains("error: ", result.Error, StringComparison.Ordinal);
        Assert.Contains("full", result.Error, StringComparison.OrdinalIgnoreCase);
        var listed = (await workspace.RunAsync("backup", "get", "-o", "json")).Exits(0).Json();
        Assert.Empty(listed["backups"]!.AsArray());
        Assert.Empty(StoredFiles());

        disk.Resize("8m");
        await SmallBackup.CreateAsync(workspace, clusters.Blue, "next");
        (await workspace.RunAsync("backup", "verify", "next")).Exits(0);
    }

    private async Task RefuseBackupAsync(string says)
    {
        var store = FolderSnapshot.Take(workspace.Store);

        var result = (await workspace.RunAsync(SmallBackup.Arguments(clusters.Blue, "next"))).Exits(1);

        Assert.Contains(says, result.Error, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(store, FolderSnapshot.Take(workspace.Store));
        Assert.Empty(Runs());
    }

    private IEnumerable<string> StoredFiles() => Directory
        .EnumerateFiles(workspace.Store, "*", SearchOption.AllDirectories)
        .Where(file => Path.GetFileName(file) != "lock");

    private IEnumerable<string> Runs() => Directory.Exists(workspace.State)
        ? Directory.EnumerateFiles(workspace.State, "*.journal", SearchOption.AllDirectories)
        : [];
}
