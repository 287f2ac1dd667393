using System.Runtime.Versioning;
using Workflows.Archive.Encryption.KeyFiles;
using Workflows.Archive.Encryption.Volumes;
using Workflows.Archive.Stores;
using Workflows.Core.Errors;
using Workflows.Volumes.Backups;
using Workflows.Volumes.Deleting;
using Workflows.Volumes.Manifests;
using Workflows.Volumes.Restores;
using Workflows.Volumes.Stores;
using Workflows.Volumes.Tests.Support;

namespace Workflows.Volumes.Tests;

/// <summary>Calls that fail, and calls that are done and not answered, are made again until they succeed.</summary>
[SupportedOSPlatform("linux")]
public abstract class UnreliableStores : IDisposable
{
    private const string Volume = "data";

    /// <summary>Who reaches it is not unlucky.</summary>
    private const int MaxCalls = 200;

    private readonly VolumeFolder folder;
    private readonly IArchiveStore data;

    protected UnreliableStores(FileKey? key)
    {
        folder = new(key);
        data = ArchiveStores.Open(Directory.CreateDirectory(folder.StorePath + "-container").FullName);
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, Campaign.Count(4, 60))];

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Whatever_fails_each_backup_is_what_it_was_and_nothing_else_stays(int seed)
    {
        var tree = new RandomTree(folder.Tree, seed);
        tree.Grow(25);
        var (catalog, container) = (new UnreliableStore(folder.Store, seed, oneOf: 6), new UnreliableStore(data, -seed, oneOf: 12));
        var runs = new VolumeRuns(catalog, container, new LaterClock(TimeSpan.FromMinutes(1)), "claim");
        var expected = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in (string[])["first", "second", "third"])
        {
            await BackUpAsync(runs, catalog, container, name);
            expected.Add(name, VolumeFolder.Describe(folder.Tree));
            tree.Edit(8);
        }

        var stores = new VolumeStores(catalog, (_, _) => Task.FromResult<IArchiveStore>(container));
        await UntilDoneAsync(async () =>
        {
            try
            {
                return await new VolumeDeletion(stores, TimeProvider.System).DeleteAsync("second");
            }
            catch (WorkflowsException gone) when (gone.Kind == ErrorKind.NotFound)
            {
                // The record went with an earlier call; what it named goes with the sweep.
                return await runs.SweepAsync(Volume);
            }
        });
        expected.Remove("second");

        Assert.True(catalog.Failures + container.Failures > 5, "Hardly anything failed.");
        await AssertOnlyNamedAsync(expected.Keys);
        foreach (var (name, described) in expected)
        {
            var volume = await folder.OpenAsync(name);
            var target = $"{folder.Tree}-{name}";
            await new VolumeRestore(data, volume.Record, new(target) { Keys = volume.Keys }).RunAsync(null, default);
            Assert.Equal(described, VolumeFolder.Describe(target));
        }
    }

    /// <summary>Call by call, each until it succeeds; what is beside the data begins anew with another attempt.</summary>
    private async Task BackUpAsync(VolumeRuns runs, IArchiveStore catalog, IArchiveStore container, string name)
    {
        var key = folder.Key is null ? null : await UntilDoneAsync(() => VolumeKeys.CreateAsync(catalog, Volume, folder.Key));
        var attempt = "";
        await UntilDoneAsync(async () =>
        {
            attempt = await runs.BeginAsync(name, Volume);
            await using var parent = await runs.FindParentAsync(Volume, folder: null, key);
            var request = new TreeBackupRequest(name, Volume, attempt, folder.Tree) { Parent = parent, Key = key?.ForAttempt(attempt) };
            return await new TreeBackup(container, request, new LaterClock(TimeSpan.FromMinutes(1))).RunAsync();
        });
        await UntilDoneAsync(() => runs.CommitAsync(name, Volume, attempt, folder.Tree, key));
        await UntilDoneAsync(() => runs.EndAsync(name, Volume));
    }

    private static async Task<T> UntilDoneAsync<T>(Func<Task<T>> call)
    {
        for (var calls = 0; ; calls++)
        {
            try
            {
                return await call();
            }
            catch (WorkflowsException failed) when (failed.IsTransient && calls < MaxCalls)
            {
            }
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

        var stored = new SortedSet<string>(StringComparer.Ordinal);
        await foreach (var blob in data.ListAsync("volumes/"))
        {
            stored.Add(blob.Path);
        }

        Assert.Equal(named, stored);
    }
}

[SupportedOSPlatform("linux")]
public sealed class UnreliableStoreTests() : UnreliableStores(key: null);

[SupportedOSPlatform("linux")]
public sealed class EncryptedUnreliableStoreTests() : UnreliableStores(FileKey.Generate());
