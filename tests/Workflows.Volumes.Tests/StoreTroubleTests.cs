using System.Runtime.Versioning;
using Workflows.Archive.Stores.Errors;
using Workflows.Core.Errors;
using Workflows.Volumes.Backups;
using Workflows.Volumes.Deleting;
using Workflows.Volumes.Manifests;
using Workflows.Volumes.Stores;
using Workflows.Volumes.Tests.Support;

namespace Workflows.Volumes.Tests;

/// <summary>A store that fails, answers too late, or is used by others at the same time.</summary>
[SupportedOSPlatform("linux")]
public sealed class StoreTroubleTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly VolumeFolder folder = new();
    private readonly HookedStore store;

    public StoreTroubleTests() => store = new(folder.Store);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_store_that_takes_no_packs_ends_the_backup_with_its_own_error()
    {
        await WriteLargeAsync("a", 150_000_000);
        await File.WriteAllTextAsync(Path.Combine(folder.Tree, "b"), "small");
        store.BeforeWrite = path => path.Contains("/packs/", StringComparison.Ordinal)
            ? Task.FromException(new StoreException(ErrorKind.Unavailable, "The disk is on fire."))
            : Task.CompletedTask;

        var failed = await Assert.ThrowsAsync<StoreException>(() => BackUpAsync("first").WaitAsync(Patience));

        Assert.Equal("The disk is on fire.", failed.Message);
        Assert.Empty(Stored());
    }

    [Fact]
    public async Task A_record_whose_answer_was_lost_is_a_backup()
    {
        await File.WriteAllTextAsync(Path.Combine(folder.Tree, "a"), "content");
        store.AfterWrite = path => path.StartsWith(VolumeLayout.Records, StringComparison.Ordinal)
            ? Task.FromException(new StoreException(ErrorKind.Unavailable, "No answer."))
            : Task.CompletedTask;

        await BackUpAsync("first");

        await folder.RestoreAsync("first");
    }

    [Fact]
    public async Task What_may_be_needed_stays_when_nobody_knows_whether_the_record_was_written()
    {
        await File.WriteAllTextAsync(Path.Combine(folder.Tree, "a"), "content");
        store.BeforeWrite = path => path.StartsWith(VolumeLayout.Records, StringComparison.Ordinal)
            ? Task.FromException(new StoreException(ErrorKind.Unavailable, "No answer."))
            : Task.CompletedTask;

        await Assert.ThrowsAsync<StoreException>(() => BackUpAsync("first"));

        Assert.Equal(["packs", "results", "trees"], Stored().Select(file => Path.GetFileName(Path.GetDirectoryName(file))).Order());
        store.BeforeWrite = _ => Task.CompletedTask;
        await BackUpAsync("second");
        Assert.Equal(2, Stored().Count);
    }

    [Fact]
    public async Task A_backup_that_ends_while_another_is_deleted_loses_nothing()
    {
        await File.WriteAllTextAsync(Path.Combine(folder.Tree, "a"), "content");
        await BackUpAsync("first");
        await BackUpAsync("second");
        var looks = 0;
        store.BeforeList = async prefix =>
        {
            // The packs and records were read; now a whole backup comes and goes.
            if (prefix.EndsWith("/intents/", StringComparison.Ordinal) && ++looks == 2)
            {
                store.BeforeList = _ => Task.CompletedTask;
                await File.WriteAllTextAsync(Path.Combine(folder.Tree, "b"), "new content");
                await new VolumeBackup(folder.Store, new("third", "data", folder.Tree, folder.Tree), TimeProvider.System)
                    .RunAsync(null, default);
            }
        };

        var swept = await new VolumeDeletion(new(store), TimeProvider.System).DeleteAsync("first");

        Assert.NotNull(swept.Deferred);
        var (restored, result) = await folder.RestoreAsync("third");
        Assert.Empty(result.Problems);
        Assert.Equal("new content", await File.ReadAllTextAsync(Path.Combine(restored, "b")));
    }

    [Fact]
    public async Task What_the_store_keeps_for_somebody_stays_and_is_reported_and_the_rest_goes()
    {
        await File.WriteAllTextAsync(Path.Combine(folder.Tree, "a"), "content");
        var first = await folder.BackUpAsync("first");
        var tries = 0;
        store.BeforeDelete = path =>
        {
            if (!path.Contains("/packs/", StringComparison.Ordinal))
            {
                return Task.CompletedTask;
            }

            tries++;
            throw new StoreProtectedException(store.Location, path, "an immutability policy keeps it as it is until 2026-05-27");
        };

        var swept = await new VolumeDeletion(new(store), TimeProvider.System).DeleteAsync("first");

        Assert.Equal((first.Packs.Count, first.Tree.Length), (tries, swept.FreedBytes));
        Assert.Contains("until 2026-05-27", swept.Deferred, StringComparison.Ordinal);
        store.BeforeDelete = _ => Task.CompletedTask;
        Assert.Equal(first.Packs.Sum(pack => pack.Length), (await new VolumeRuns(store, store, TimeProvider.System).SweepAsync("data")).FreedBytes);
    }

    [Fact]
    public async Task A_damaged_record_of_another_volume_stops_no_backup_and_no_deletion_of_itself()
    {
        await File.WriteAllTextAsync(Path.Combine(folder.Tree, "a"), "content");
        await File.WriteAllTextAsync(Path.Combine(folder.StorePath, "torn"), "{");
        Directory.CreateDirectory(Path.Combine(folder.StorePath, "catalog", "volumes"));
        File.Move(Path.Combine(folder.StorePath, "torn"), Path.Combine(folder.StorePath, "catalog", "volumes", "torn.json"));

        await BackUpAsync("first");
        await BackUpAsync("second");
        var deletion = new VolumeDeletion(new(store), TimeProvider.System);
        var kept = await deletion.DeleteAsync("first");
        await deletion.DeleteAsync("torn");

        Assert.Contains("torn", kept.Deferred, StringComparison.Ordinal);
        await folder.RestoreAsync("second");
        Assert.Equal(["second"], await new VolumeCatalog(store).ListAsync());
    }

    [Fact]
    public async Task A_damaged_parent_is_no_parent()
    {
        await File.WriteAllTextAsync(Path.Combine(folder.Tree, "a"), "content");
        await BackUpAsync("first");
        var tree = Directory.GetFiles(folder.StorePath, "*.tree", SearchOption.AllDirectories).Single();
        var content = await File.ReadAllBytesAsync(tree);
        content[^1] ^= 1;
        await File.WriteAllBytesAsync(tree, content);

        var second = await BackUpAsync("second");

        Assert.Null(second.Parent);
        Assert.Contains("stored anew", Assert.Single(second.Problems).Message, StringComparison.Ordinal);
        await folder.RestoreAsync("second");
    }

    [Fact]
    public async Task A_file_that_changes_while_it_is_read_is_reported()
    {
        await WriteLargeAsync("a", 60_000_000);
        store.BeforeWrite = path => path.Contains("/packs/", StringComparison.Ordinal)
            ? File.AppendAllTextAsync(Path.Combine(folder.Tree, "a"), "more")
            : Task.CompletedTask;

        var record = await BackUpAsync("first");

        Assert.Equal("a", Assert.Single(record.Problems).Path);
        Assert.Contains("changed while it was read", record.Problems[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_store_itself_is_left_out_where_it_lies_inside()
    {
        await File.WriteAllTextAsync(Path.Combine(folder.Tree, "a"), "content");
        var inside = Path.GetDirectoryName(folder.Tree)!;
        var request = new VolumeBackupRequest("first", "data", inside, inside) { Without = folder.StorePath };

        var record = await new VolumeBackup(store, request, TimeProvider.System).RunAsync(null, default);

        Assert.Equal((1, 2), (record.Totals.Files, record.Totals.Directories));
        Assert.Empty(record.Problems);
    }

    private Task<VolumeRecord> BackUpAsync(string name) =>
        new VolumeBackup(store, new(name, "data", folder.Tree, folder.Tree), TimeProvider.System).RunAsync(null, default);

    private async Task WriteLargeAsync(string name, int length)
    {
        var content = new byte[length];
        new Random(1).NextBytes(content);
        await File.WriteAllBytesAsync(Path.Combine(folder.Tree, name), content);
    }

    private List<string> Stored() =>
    [
        .. Directory.EnumerateFiles(folder.StorePath, "*", SearchOption.AllDirectories)
            .Where(file => file.Contains("/store/volumes/", StringComparison.Ordinal)),
    ];
}
