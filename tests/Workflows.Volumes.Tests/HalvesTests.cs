using System.Runtime.Versioning;
using System.Text;
using Workflows.Archive.Encryption.KeyFiles;
using Workflows.Archive.Encryption.Volumes;
using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Errors;
using Workflows.Core.Errors;
using Workflows.Volumes.Backups;
using Workflows.Volumes.Deleting;
using Workflows.Volumes.Errors;
using Workflows.Volumes.Manifests;
using Workflows.Volumes.Packs;
using Workflows.Volumes.Restores;
using Workflows.Volumes.Stores;
using Workflows.Volumes.Tests.Support;
using Workflows.Volumes.Verifying;

namespace Workflows.Volumes.Tests;

/// <summary>A backup in two halves: one beside the data that may only create, one that has the run of the store.</summary>
[SupportedOSPlatform("linux")]
public abstract class Halves : IDisposable
{
    private const string Volume = "data";

    private readonly VolumeFolder folder;
    private readonly IArchiveStore data;
    private readonly VolumeRuns runs;

    protected Halves(FileKey? key)
    {
        folder = new(key);
        data = ArchiveStores.Open(Directory.CreateDirectory(folder.StorePath + "-container").FullName);
        runs = new(folder.Store, data, new LaterClock(TimeSpan.FromMinutes(1)), "claim-1");
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task What_is_beside_the_data_only_creates_and_only_reads_to_restore()
    {
        var tree = new RandomTree(folder.Tree, 21);
        tree.Grow(120);
        var first = await BackUpAsync("first");
        var expected = VolumeFolder.Describe(folder.Tree);
        tree.Edit(20);
        var second = await BackUpAsync("second");

        Assert.Equal((null, "first"), (first.Parent, second.Parent));
        Assert.True(second.Totals.ReadBytes < second.Totals.Bytes, "What had not changed was read again.");
        foreach (var (record, described) in new[] { (first, expected), (second, VolumeFolder.Describe(folder.Tree)) })
        {
            var target = $"{folder.Tree}-{record.Name}";
            await new VolumeRestore(new ReadOnlyStore(data), record, new(target) { Keys = await HandOverAsync(record) }).RunAsync(null, default);
            Assert.Equal(described, VolumeFolder.Describe(target));
        }
    }

    [Fact]
    public async Task A_record_says_where_its_data_is_and_only_that_data_has_its_parents()
    {
        await folder.BackUpAsync("beside");
        await BackUpAsync("first");

        Assert.Equal("claim-1", (await new VolumeCatalog(folder.Store).GetAsync("first")).Container);
        Assert.Equal("beside", (await folder.BackUpAsync("beside-too")).Parent);
        Assert.Equal("first", (await BackUpAsync("second")).Parent);
        var missing = await Assert.ThrowsAsync<StoreNotFoundException>(
            async () => await new VolumeStores(folder.Store).OpenAsync(await new VolumeCatalog(folder.Store).GetAsync("first")));
        Assert.Contains("containers/claim-1", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_commit_again_gives_the_record_that_is_there()
    {
        var attempt = await runs.BeginAsync("first", Volume);
        var result = await StoreAsync("first", attempt);
        var record = await runs.CommitAsync(result, "somewhere", await KeyAsync());

        var again = await runs.CommitAsync(
            await runs.ReadResultAsync("first", Volume, attempt, await KeyAsync()), "somewhere else", await KeyAsync());

        Assert.Equal((record.Tree, record.CompletedAt, "somewhere"), (again.Tree, again.CompletedAt, again.Source));
    }

    [Fact]
    public async Task A_commit_that_is_asked_for_again_when_the_result_is_gone_finds_the_record()
    {
        var attempt = await runs.BeginAsync("first", Volume);
        var key = await KeyAsync();
        await StoreAsync("first", attempt);
        var record = await runs.CommitAsync("first", Volume, attempt, "somewhere", key);
        await runs.EndAsync("first", Volume);

        var again = await runs.CommitAsync("first", Volume, attempt, "somewhere", key);
        var gone = await Assert.ThrowsAsync<WorkflowsException>(
            () => runs.CommitAsync("first", Volume, Guid.NewGuid().ToString("N"), "somewhere", key));

        Assert.Equal((record.Tree, "somewhere"), (again.Tree, again.Source));
        Assert.Equal(ErrorKind.NotFound, gone.Kind);
    }

    [Fact]
    public async Task A_backup_whose_container_is_gone_is_deleted()
    {
        await BackUpAsync("first");
        var stores = new VolumeStores(
            folder.Store, (_, _) => Task.FromException<IArchiveStore>(new StoreNotFoundException(folder.Store.Location, "claim-1")));

        var swept = await new VolumeDeletion(stores, TimeProvider.System).DeleteAsync("first");

        Assert.Contains("'claim-1'", swept.Deferred, StringComparison.Ordinal);
        Assert.Empty(await new VolumeCatalog(folder.Store).ListAsync());
    }

    [Fact]
    public async Task Of_two_attempts_at_one_backup_one_counts_and_nothing_of_the_other_stays()
    {
        await File.WriteAllTextAsync(Path.Combine(folder.Tree, "file"), "content");
        var (one, other) = (await runs.BeginAsync("first", Volume), await runs.BeginAsync("first", Volume));
        var record = await runs.CommitAsync(await StoreAsync("first", one), "", await KeyAsync());
        var late = await StoreAsync("first", other);
        var key = await KeyAsync();

        var refused = await Assert.ThrowsAsync<WorkflowsException>(() => runs.CommitAsync(late, "", key));
        await runs.EndAsync("first", Volume);

        Assert.Equal(ErrorKind.Conflict, refused.Kind);
        var layout = new VolumeLayout(Volume);
        Assert.Equal(
            record.Packs.Select(pack => layout.Pack(pack.Name)).Append(record.Tree.Path).Append(layout.NameOf("first", one))
                .Order(StringComparer.Ordinal),
            (await StoredAsync()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_an_attempt_stored_stays_while_it_is_renewed_and_goes_when_nobody_does()
    {
        await File.WriteAllTextAsync(Path.Combine(folder.Tree, "file"), "content");
        var attempt = await runs.BeginAsync("first", Volume);
        await StoreAsync("first", attempt);
        var stored = await StoredAsync();
        var tomorrow = new VolumeRuns(folder.Store, data, new LaterClock(TimeSpan.FromHours(25)), "claim-1");
        await tomorrow.RenewAsync("first", Volume, attempt);

        Assert.NotNull((await tomorrow.SweepAsync(Volume)).Deferred);
        Assert.Equal(stored, await StoredAsync());
        var dayAfter = new VolumeRuns(folder.Store, data, new LaterClock(TimeSpan.FromHours(50)), "claim-1");
        await dayAfter.SweepAsync(Volume);

        Assert.Empty(await StoredAsync());
    }

    [Fact]
    public async Task A_result_that_names_what_is_not_there_or_not_its_own_is_no_backup()
    {
        await File.WriteAllTextAsync(Path.Combine(folder.Tree, "file"), "content");
        var attempt = await runs.BeginAsync("first", Volume);
        var result = await StoreAsync("first", attempt);
        var key = await KeyAsync();
        PackEntry[] packs = [result.Packs[0] with { Name = "gone" }];
        foreach (var forged in (TreeBackupResult[])
            [
                result with { Packs = packs },
                result with { Packs = [result.Packs[0] with { Length = 1 }] },
                result with { Tree = result.Tree with { Path = "volumes/other/trees/a.tree" } },
            ])
        {
            await Assert.ThrowsAsync<VolumeDamagedException>(() => runs.CommitAsync(forged, "", key));
        }

        Assert.Empty(await new VolumeCatalog(folder.Store).ListAsync());
    }

    [Fact]
    public async Task A_parent_that_does_not_arrive_as_it_was_sent_is_asked_for_again()
    {
        await File.WriteAllTextAsync(Path.Combine(folder.Tree, "file"), "content");
        await BackUpAsync("first");
        using var sent = new MemoryStream();
        await using (var parent = await runs.FindParentAsync(Volume, folder: null, await KeyAsync()))
        {
            await parent!.WriteAsync(sent);
        }

        var bytes = sent.ToArray();
        for (var length = 0; length < bytes.Length; length++)
        {
            await AssertAskedAgainAsync(bytes[..length]);
        }

        await AssertAskedAgainAsync([.. bytes[..^1], (byte)(bytes[^1] ^ 1)]);
        using var whole = new MemoryStream([.. bytes, .. "what follows"u8]);
        await using var arrived = await ParentTree.OpenAsync(whole, folder: null);
        Assert.Equal("first", arrived.Name);
        using var rest = new StreamReader(whole, Encoding.ASCII);
        Assert.Equal("what follows", await rest.ReadToEndAsync());
    }

    [Fact]
    public async Task A_damaged_parent_is_told_of_by_the_half_that_could_not_see_it()
    {
        await File.WriteAllTextAsync(Path.Combine(folder.Tree, "file"), "content");
        var first = await BackUpAsync("first");
        await data.DeleteAsync(first.Tree.Path);

        var second = await BackUpAsync("second");

        Assert.Null(second.Parent);
        Assert.Contains("stored anew", Assert.Single(second.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Records_of_other_volumes_are_not_read_to_find_those_of_one()
    {
        await File.WriteAllTextAsync(Path.Combine(folder.Tree, "file"), "content");
        await BackUpAsync("first");
        await folder.BackUpAsync("beside");
        var read = new List<string>();
        var catalog = new HookedStore(folder.Store) { BeforeRead = path =>
        {
            read.Add(path);
            return Task.CompletedTask;
        } };
        var counted = new VolumeRuns(catalog, data, TimeProvider.System, "claim-1");

        await using var parent = await counted.FindParentAsync(Volume, folder: null, await KeyAsync());
        await counted.SweepAsync(Volume);

        Assert.Equal("first", parent!.Name);
        Assert.Equal([VolumeLayout.Record("first")], read.Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_backup_of_a_name_that_was_deleted_before_keeps_what_it_has_whenever_that_is_swept()
    {
        await File.WriteAllTextAsync(Path.Combine(folder.Tree, "file"), "content");
        await BackUpAsync("first");
        await folder.Store.DeleteAsync(VolumeLayout.Record("first"));
        var hooked = new HookedStore(data);
        hooked.BeforeDelete = async _ =>
        {
            // All looks are over.
            hooked.BeforeDelete = _ => Task.CompletedTask;
            await BackUpAsync("first");
        };

        await new VolumeRuns(folder.Store, hooked, new LaterClock(TimeSpan.FromMinutes(1)), "claim-1").SweepAsync(Volume);
        await runs.SweepAsync(Volume);

        var record = (await folder.OpenAsync("first")).Record;
        await new VolumeVerifier(data, record, await HandOverAsync(record)).RequireIntactAsync();
    }

    [Fact]
    public async Task A_deleted_backup_leaves_nothing_in_its_container()
    {
        await File.WriteAllTextAsync(Path.Combine(folder.Tree, "file"), "content");
        await BackUpAsync("first");
        var stores = new VolumeStores(folder.Store, (name, _) =>
        {
            Assert.Equal("claim-1", name);
            return Task.FromResult(data);
        });

        await new VolumeDeletion(stores, TimeProvider.System).DeleteAsync("first");

        Assert.Empty(await StoredAsync());
    }

    private static async Task AssertAskedAgainAsync(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        var refused = await Assert.ThrowsAsync<WorkflowsException>(() => ParentTree.OpenAsync(stream, folder: null));
        Assert.True(refused.IsTransient, refused.Message);
    }

    private async Task<VolumeRecord> BackUpAsync(string name)
    {
        var attempt = await runs.BeginAsync(name, Volume);
        var record = await runs.CommitAsync(await StoreAsync(name, attempt), folder.Tree, await KeyAsync());
        await runs.EndAsync(name, Volume);
        return record;
    }

    /// <summary>All that the half beside the data does, the parent handed over as a stream.</summary>
    private async Task<TreeBackupResult> StoreAsync(string name, string attempt)
    {
        using var handedOver = new MemoryStream();
        await using (var parent = await runs.FindParentAsync(Volume, folder: null, await KeyAsync()))
        {
            await (parent?.WriteAsync(handedOver) ?? Task.CompletedTask);
        }

        handedOver.Position = 0;
        await using var arrived = handedOver.Length == 0 ? null : await ParentTree.OpenAsync(handedOver, folder: null);
        var store = new CreateOnlyStore(data);
        var request = new TreeBackupRequest(name, Volume, attempt, folder.Tree)
        {
            Parent = arrived,
            Key = (await KeyAsync())?.ForAttempt(attempt) is { } key ? AttemptKey.Import(attempt, key.Export()) : null,
        };
        var result = await new TreeBackup(store, request, new LaterClock(TimeSpan.FromMinutes(1))).RunAsync();
        Assert.All(store.Created, path => Assert.Contains(attempt, path, StringComparison.Ordinal));
        return result;
    }

    private async Task<VolumeKey?> KeyAsync() =>
        folder.Key is null ? null : await VolumeKeys.CreateAsync(folder.Store, Volume, folder.Key);

    /// <summary>The keys of the attempts that a backup needs, and no others.</summary>
    private async Task<AttemptKeys?> HandOverAsync(VolumeRecord record) =>
        await KeyAsync() is { } key ? new(record.Attempts.Select(key.ForAttempt)) : null;

    private async Task<List<string>> StoredAsync()
    {
        var stored = new List<string>();
        await foreach (var blob in data.ListAsync("volumes/"))
        {
            stored.Add(blob.Path);
        }

        return stored;
    }
}

[SupportedOSPlatform("linux")]
public sealed class HalvesTests() : Halves(key: null);

[SupportedOSPlatform("linux")]
public sealed class EncryptedHalvesTests() : Halves(FileKey.Generate());
