using System.Runtime.Versioning;
using Workflows.Archive.Encryption.KeyFiles;
using Workflows.Archive.Encryption.Volumes;
using Workflows.Core.Errors;
using Workflows.Volumes.Backups;
using Workflows.Volumes.Deleting;
using Workflows.Volumes.Manifests;
using Workflows.Volumes.Packs;
using Workflows.Volumes.Reading;
using Workflows.Volumes.Restores;
using Workflows.Volumes.Stores;
using Workflows.Volumes.Tests.Support;
using Workflows.Volumes.Trees;

namespace Workflows.Volumes.Tests;

/// <summary>From a backup that begins to one that is deleted.</summary>
[SupportedOSPlatform("linux")]
public abstract class Lives : IDisposable
{
    private readonly VolumeFolder folder;

    protected Lives(FileKey? key) => folder = new(key);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task What_deleted_generations_shared_stays_and_the_rest_goes()
    {
        var tree = new RandomTree(folder.Tree, 11);
        tree.Grow(100);
        var expected = new SortedDictionary<string, string>(StringComparer.Ordinal);
        for (var generation = 0; generation < Campaign.Count(6, 30); generation++)
        {
            await folder.BackUpAsync($"generation-{generation}");
            expected.Add($"generation-{generation}", VolumeFolder.Describe(folder.Tree));
            tree.Edit(20);
        }

        var random = new Random(12);
        var deletion = new VolumeDeletion(new(folder.Store), TimeProvider.System);
        while (expected.Count > 1)
        {
            var deleted = expected.Keys.ElementAt(random.Next(expected.Count));
            expected.Remove(deleted);
            await deletion.DeleteAsync(deleted);

            await AssertOnlyNamedPacksAsync(expected.Keys);
            var kept = expected.ElementAt(random.Next(expected.Count));
            var (restored, _) = await folder.RestoreAsync(kept.Key);
            Assert.Equal(kept.Value, VolumeFolder.Describe(restored));
        }

        var keys = await VolumeKeys.ListAsync(folder.Store).ToListAsync();
        await deletion.DeleteAsync(expected.Keys.Single());
        Assert.Empty(Stored());
        Assert.Equal(folder.Key is null ? [] : ["data"], keys);
        Assert.Empty(await VolumeKeys.ListAsync(folder.Store).ToListAsync());
    }

    [Fact]
    public async Task Nothing_is_deleted_while_a_backup_is_at_work_and_all_of_it_afterwards()
    {
        await File.WriteAllTextAsync(Path.Combine(folder.Tree, "file"), "content");
        await folder.BackUpAsync("first");
        var deletion = new VolumeDeletion(new(folder.Store), TimeProvider.System);
        var stored = Stored().Count;
        var runs = new VolumeRuns(folder.Store, folder.Store, TimeProvider.System);
        await runs.BeginAsync("second", "data");

        Assert.Contains("at work", (await deletion.DeleteAsync("first")).Deferred, StringComparison.Ordinal);
        Assert.Equal(stored + 1, Stored().Count);

        Assert.True((await runs.EndAsync("second", "data")).FreedBytes > 0);
        Assert.Empty(Stored());
    }

    [Fact]
    public async Task A_backup_that_is_stopped_leaves_nothing_in_the_store()
    {
        var content = new byte[40_000_000];
        new Random(1).NextBytes(content);
        await File.WriteAllBytesAsync(Path.Combine(folder.Tree, "a"), content);
        await File.WriteAllTextAsync(Path.Combine(folder.Tree, "b"), "stops here");
        using var stop = new CancellationTokenSource();
        var stopping = new StopAt(3, stop);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            folder.BackUpAsync("first", folder.Store, TimeProvider.System, stopping, stop.Token));

        Assert.Empty(Stored());
        await folder.BackUpAsync("first");
    }

    [Fact]
    public async Task A_name_is_taken_once()
    {
        await folder.BackUpAsync("first");

        var taken = await Assert.ThrowsAsync<WorkflowsException>(() => folder.BackUpAsync("first"));

        Assert.Equal(ErrorKind.Conflict, taken.Kind);
    }

    [Fact]
    public async Task A_directory_that_holds_something_is_not_restored_into_unless_that_is_said()
    {
        await File.WriteAllTextAsync(Path.Combine(folder.Tree, "file"), "archived");
        await folder.BackUpAsync("first");
        await File.WriteAllTextAsync(Path.Combine(folder.Tree, "file"), "changed since");
        await File.WriteAllTextAsync(Path.Combine(folder.Tree, "other"), "new");

        var refused = await Assert.ThrowsAsync<WorkflowsException>(() => folder.RestoreAsync("first", new VolumeRestoreRequest(folder.Tree)));
        Assert.Equal(ErrorKind.Conflict, refused.Kind);
        Assert.Equal("changed since", await File.ReadAllTextAsync(Path.Combine(folder.Tree, "file")));

        var result = await folder.RestoreAsync("first", new VolumeRestoreRequest(folder.Tree) { Overwrite = true });

        Assert.Empty(result.Problems);
        Assert.Equal("archived", await File.ReadAllTextAsync(Path.Combine(folder.Tree, "file")));
        Assert.Equal("new", await File.ReadAllTextAsync(Path.Combine(folder.Tree, "other")));
    }

    [Fact]
    public async Task What_is_there_already_is_not_written_again()
    {
        new RandomTree(folder.Tree, 4).Grow(60);
        var record = await folder.BackUpAsync("first");
        var before = VolumeFolder.Describe(folder.Tree);

        var result = await folder.RestoreAsync("first", new VolumeRestoreRequest(folder.Tree) { Overwrite = true });

        Assert.Equal((record.Totals.Files, 0), (result.Unchanged, result.Bytes));
        Assert.Equal(before, VolumeFolder.Describe(folder.Tree));
    }

    [Fact]
    public async Task One_file_is_read_without_the_others_by_any_of_its_names()
    {
        var sparse = Path.Combine(folder.Tree, "sparse");
        await using (var file = File.Create(sparse))
        {
            file.Position = 3_000_000;
            file.Write("in the middle"u8);
            file.SetLength(9_000_000);
        }

        using (var link = System.Diagnostics.Process.Start("ln", [sparse, Path.Combine(folder.Tree, "the same")]))
        {
            await link.WaitForExitAsync();
            Assert.Equal(0, link.ExitCode);
        }

        await folder.BackUpAsync("first");
        var volume = await folder.OpenAsync("first");
        var contents = new VolumeContents(folder.Store, volume.Record, volume.Keys);
        var names = new List<string>();
        await foreach (var entry in contents.ListAsync(TreePath.Root))
        {
            names.Add($"{entry.Path} {entry.LinkTo}");
        }

        Assert.Equal([". ", "sparse ", "the same sparse"], names);
        foreach (var name in (string[])["sparse", "the same"])
        {
            using var copied = new MemoryStream();
            await contents.CopyFileAsync(PathOf(name), copied);
            Assert.Equal(await File.ReadAllBytesAsync(sparse), copied.ToArray());
        }

        using var copy = new MemoryStream();
        var missing = await Assert.ThrowsAsync<WorkflowsException>(() => contents.CopyFileAsync(PathOf("missing"), copy));
        Assert.Equal(ErrorKind.NotFound, missing.Kind);
    }

    [Fact]
    public async Task A_file_that_vanishes_under_the_walk_is_reported_and_ends_nothing()
    {
        foreach (var name in (string[])["stays", "vanishes"])
        {
            await File.WriteAllTextAsync(Path.Combine(folder.Tree, name), name);
        }

        var problems = new ProblemList();
        var table = new PackTable();
        await using var packs = new PackWriter(folder.Store, new("data"), "attempt", table, () => { }, default);
        using var slots = new SemaphoreSlim(1);
        using var files = new FileReader(new(new(), packs, chunk => chunk), slots);
        var backup = new EntryBackup(files, null, problems, TimeProvider.System);
        var kept = new List<string>();
        foreach (var walked in new TreeWalk(folder.Tree, problems).Entries())
        {
            if (walked.Path == PathOf("vanishes"))
            {
                File.Delete(Path.Combine(folder.Tree, "vanishes"));
            }

            if (await backup.RunAsync(walked, null, default) is { } entry)
            {
                kept.Add(entry.Path.ToString());
            }
        }

        Assert.Equal([".", "stays"], kept);
        Assert.Contains(problems.Named, problem => problem.Path == "vanishes");
    }

    private List<string> Stored() =>
    [
        .. Directory.EnumerateFiles(folder.StorePath, "*", SearchOption.AllDirectories)
            .Where(file => file.Contains("/store/volumes/", StringComparison.Ordinal)),
    ];

    private async Task AssertOnlyNamedPacksAsync(IEnumerable<string> backups)
    {
        var named = new HashSet<string>(StringComparer.Ordinal);
        foreach (var backup in backups)
        {
            var record = await new VolumeCatalog(folder.Store).GetAsync(backup);
            named.UnionWith(record.Packs.Select(pack => pack.Name));
        }

        var layout = new VolumeLayout("data");
        var stored = new List<string>();
        await foreach (var blob in folder.Store.ListAsync(layout.Packs))
        {
            stored.Add(blob.Path[layout.Packs.Length..]);
        }

        Assert.Equal(named.Order(StringComparer.Ordinal), stored.Order(StringComparer.Ordinal));
    }

    private static TreePath PathOf(string path) =>
        TreePath.TryParse(System.Text.Encoding.UTF8.GetBytes(path), out var parsed) ? parsed : TreePath.Root;

    private sealed class StopAt(long entries, CancellationTokenSource stop) : IProgress<VolumeProgress>
    {
        public void Report(VolumeProgress value)
        {
            if (value.Entries >= entries - 1)
            {
                stop.Cancel();
            }
        }
    }
}

[SupportedOSPlatform("linux")]
public sealed class LifeTests() : Lives(key: null);

[SupportedOSPlatform("linux")]
public sealed class EncryptedLifeTests() : Lives(FileKey.Generate());
