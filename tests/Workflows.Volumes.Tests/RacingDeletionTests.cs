using System.Runtime.Versioning;
using Workflows.Archive.Encryption.KeyFiles;
using Workflows.Archive.Encryption.Volumes;
using Workflows.Archive.Stores;
using Workflows.Volumes.Backups;
using Workflows.Volumes.Deleting;
using Workflows.Volumes.Manifests;
using Workflows.Volumes.Restores;
using Workflows.Volumes.Stores;
using Workflows.Volumes.Tests.Support;

namespace Workflows.Volumes.Tests;

/// <summary>Earlier backups of a volume are deleted, the parent among them, while the next one is made.</summary>
[SupportedOSPlatform("linux")]
public abstract class RacingDeletions : IDisposable
{
    private const string Volume = "data";

    private const string Mover = "mover";

    private readonly VolumeFolder folder;
    private readonly IArchiveStore data;
    private Lockstep lockstep = new(0);

    protected RacingDeletions(FileKey? key)
    {
        folder = new(key);
        data = ArchiveStores.Open(Directory.CreateDirectory(folder.StorePath + "-container").FullName);
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, Campaign.Count(10, 400))];

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Whatever_is_deleted_meanwhile_the_new_backup_has_all_that_it_names_and_nothing_else_stays(int seed)
    {
        var tree = new RandomTree(folder.Tree, seed);
        tree.Grow(15);
        var expected = new SortedDictionary<string, string>(StringComparer.Ordinal);
        for (var generation = 0; generation < 3; generation++)
        {
            await BackUpAsync(folder.Store, data, $"generation-{generation}");
            expected.Add($"generation-{generation}", VolumeFolder.Describe(folder.Tree));
            tree.Edit(5);
        }

        expected.Add("new", VolumeFolder.Describe(folder.Tree));
        var random = new Random(seed);
        lockstep = new(seed);
        var deleted = expected.Keys.Where(name => name != "new").OrderBy(_ => random.Next()).Take(random.Next(1, 4)).ToArray();
        await lockstep.RunAsync(
        [
            (Mover, () => BackUpAsync(SteppedBy(Mover, folder.Store), SteppedBy(Mover, data), "new")),
            .. deleted.Select(name => (name, (Func<Task>)(() => DeleteAsync(name)))),
        ]);

        Assert.All(deleted, name => Assert.True(expected.Remove(name)));
        await AssertWholeAsync(expected);
        await new VolumeRuns(folder.Store, data, TimeProvider.System, "claim").SweepAsync(Volume);
        await AssertOnlyNamedAsync(expected.Keys);
        await AssertWholeAsync(expected);
    }

    private HookedStore SteppedBy(string actor, IArchiveStore store)
    {
        Task TurnAsync(string path) => lockstep.TurnAsync(actor);
        return new(store) { BeforeRead = TurnAsync, BeforeWrite = TurnAsync, BeforeList = TurnAsync, BeforeDelete = TurnAsync };
    }

    /// <summary>As a claim's: by two halves that have the store in common and nothing else.</summary>
    private async Task BackUpAsync(IArchiveStore catalog, IArchiveStore container, string name)
    {
        var runs = new VolumeRuns(catalog, container, TimeProvider.System, "claim");
        var attempt = await runs.BeginAsync(name, Volume);
        var key = folder.Key is null ? null : await VolumeKeys.CreateAsync(catalog, Volume, folder.Key);
        await using (var parent = await runs.FindParentAsync(Volume, folder: null, key))
        {
            var request = new TreeBackupRequest(name, Volume, attempt, folder.Tree) { Parent = parent, Key = key?.ForAttempt(attempt) };
            await new TreeBackup(container, request, TimeProvider.System).RunAsync();
        }

        await runs.CommitAsync(name, Volume, attempt, folder.Tree, key);
        await runs.EndAsync(name, Volume);
    }

    private Task<SweepResult> DeleteAsync(string name)
    {
        var stores = new VolumeStores(
            SteppedBy(name, folder.Store), (_, _) => Task.FromResult<IArchiveStore>(SteppedBy(name, data)));
        return new VolumeDeletion(stores, TimeProvider.System).DeleteAsync(name);
    }

    private async Task AssertWholeAsync(IReadOnlyDictionary<string, string> expected)
    {
        foreach (var (name, described) in expected)
        {
            var volume = await folder.OpenAsync(name);
            var target = $"{folder.Tree}-{name}-{Guid.NewGuid():N}";
            await new VolumeRestore(data, volume.Record, new(target) { Keys = volume.Keys }).RunAsync(null, default);
            Assert.Equal(described, VolumeFolder.Describe(target));
        }
    }

    private async Task AssertOnlyNamedAsync(IEnumerable<string> backups)
    {
        var layout = new VolumeLayout(Volume);
        var named = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var backup in backups)
        {
            var record = await new VolumeCatalog(folder.Store).GetAsync(backup);
            named.Add(record.Tree.Path);
            named.Add(layout.NameOf(backup, VolumeLayout.AttemptOfTree(record.Tree.Path)));
            named.UnionWith(record.Packs.Select(pack => layout.Pack(pack.Name)));
        }

        var stored = new SortedSet<string>(await data.ListAsync("volumes/").Select(blob => blob.Path).ToListAsync(), StringComparer.Ordinal);
        Assert.Equal(named, stored);
    }
}

[SupportedOSPlatform("linux")]
public sealed class RacingDeletionTests() : RacingDeletions(key: null);

[SupportedOSPlatform("linux")]
public sealed class EncryptedRacingDeletionTests() : RacingDeletions(FileKey.Generate());
