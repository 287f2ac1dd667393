using System.Runtime.Versioning;
using Workflows.Activities.Volumes;
using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Containers;
using Workflows.Core.Volumes;
using Workflows.Volumes.Backups;
using Workflows.Volumes.Manifests;

namespace Workflows.Activities.Tests.Volumes;

/// <summary>What goes with a backup of a cluster, and what only has a name like it.</summary>
[SupportedOSPlatform("linux")]
public sealed class BackupsOfVolumesTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("workflows-volumes-of-");
    private readonly IArchiveStore store;

    public BackupsOfVolumesTests()
    {
        store = ArchiveStores.Open(Path.Combine(folder.FullName, "store"));
        Directory.CreateDirectory(Tree);
        File.WriteAllText(Path.Combine(Tree, "file"), "content");
    }

    private string Tree => Path.Combine(folder.FullName, "tree");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task The_backups_of_claims_go_with_the_backup_that_they_belong_to()
    {
        var (mine, other) = (Record("nightly"), Record("nightly-2"));
        await BackUpClaimAsync(mine);
        await BackUpClaimAsync(other);

        var (deleted, freed) = await new BackupsOfVolumes(store, TimeProvider.System).DeleteOfAsync("nightly", default);

        Assert.Equal(1, deleted);
        Assert.True(freed > 0);
        Assert.Equal([other], await new VolumeCatalog(store).ListAsync());
    }

    [Fact]
    public async Task A_directorys_backup_with_a_name_like_a_claims_stays()
    {
        const string ByHand = "nightly.0123456789ab";
        Assert.True(MoverNames.IsRecordOf("nightly", ByHand));
        await new VolumeBackup(store, new(ByHand, "path-1", Tree, Tree), TimeProvider.System).RunAsync(null, default);

        var (deleted, _) = await new BackupsOfVolumes(store, TimeProvider.System).DeleteOfAsync("nightly", default);

        Assert.Equal(0, deleted);
        Assert.Equal([ByHand], await new VolumeCatalog(store).ListAsync());
    }

    [Fact]
    public async Task What_attempts_of_a_backup_that_is_given_up_stored_goes_with_it_and_of_others_stays()
    {
        var (mine, other, done) = (Record("nightly"), Record("weekly"), Record("nightly"));
        await BackUpClaimAsync(done);
        await AttemptAsync(mine);
        await AttemptAsync(other);

        var (deleted, freed) = await new BackupsOfVolumes(store, TimeProvider.System).AbandonAsync("nightly", default);

        Assert.Equal(1, deleted);
        Assert.True(freed > 0);
        Assert.Empty(await StoredAsync(done));
        Assert.Empty(await StoredAsync(mine));
        Assert.Equal(
            ["intents", "packs", "results", "trees"],
            (await StoredAsync(other)).Select(path => path.Split('/')[2]).Order(StringComparer.Ordinal));
    }

    private async Task<IReadOnlyList<string>> StoredAsync(string record)
    {
        var data = await ((IContainerStore)store).OpenContainerAsync(MoverNames.Volume(record), create: false);
        return await data.ListAsync("").Select(blob => blob.Path).ToListAsync();
    }

    /// <summary>As far as a mover comes whose run dies before it is seen to have ended.</summary>
    private async Task AttemptAsync(string record)
    {
        var volume = MoverNames.Volume(record);
        var data = await ((IContainerStore)store).OpenContainerAsync(volume, create: true);
        var attempt = await new VolumeRuns(store, data, TimeProvider.System, volume).BeginAsync(record, volume);
        await new TreeBackup(data, new(record, volume, attempt, Tree), TimeProvider.System).RunAsync();
    }

    private static string Record(string backup) => MoverNames.Record(backup, Guid.NewGuid(), new("shop", "data"));

    private async Task BackUpClaimAsync(string record)
    {
        var volume = MoverNames.Volume(record);
        var data = await ((IContainerStore)store).OpenContainerAsync(volume, create: true);
        var runs = new VolumeRuns(store, data, TimeProvider.System, volume);
        var attempt = await runs.BeginAsync(record, volume);
        var result = await new TreeBackup(data, new(record, volume, attempt, Tree), TimeProvider.System).RunAsync();
        await runs.CommitAsync(result, "shop/data", key: null);
        await runs.EndAsync(record, volume);
    }
}
