using System.Runtime.Versioning;
using Workflows.Activities.Backups;
using Workflows.Archive.Format;
using Workflows.Archive.Holds;
using Workflows.Archive.Stores.Errors;
using Workflows.Archive.Tests.Support;
using Workflows.Core.Retention;
using Workflows.Durable;
using Workflows.Orchestrations.Backups;

namespace Workflows.Activities.Tests.Locks;

/// <summary>What a store is told to keep for a backup, on real archives and volumes' data.</summary>
[SupportedOSPlatform("linux")]
public sealed class BackupLocksTests : IDisposable
{
    private static readonly DateTimeOffset Until = TestBackup.Started.AddDays(7);

    private readonly LockBench bench = new();
    private readonly ActivityServices services;

    public BackupLocksTests() => services = new ActivityServices(bench) { Stores = new OpenStores(_ => bench.Store) };

    public void Dispose()
    {
        services.Dispose();
        bench.Dispose();
    }

    [Fact]
    public async Task All_that_a_locked_backup_needs_is_kept_until_its_time_packs_of_earlier_ones_too_and_nothing_else()
    {
        var earlier = await bench.MakeAsync("a");
        bench.Change("second");
        var locked = await bench.MakeAsync("b", lockDays: 7);

        Assert.True(await LockAsync("b", DeleteLockMode.Locked));

        Assert.Equal(2, locked.Packs.Count);
        Assert.Contains(earlier.Packs.Single(), locked.Packs);
        Assert.Equal(
            (await bench.NeededAsync("b", locked)).Order(StringComparer.Ordinal), bench.Store.All.Keys.Order(StringComparer.Ordinal));
        Assert.All(bench.Store.All.Values, found => Assert.Equal((Until, DeleteLockMode.Locked), (found.Until!.Value, found.Mode)));
    }

    [Fact]
    public async Task Done_again_nothing_is_changed_and_a_later_backup_extends_what_it_shares()
    {
        var first = await bench.MakeAsync("a", lockDays: 7);
        await LockAsync("a");
        var changes = bench.Store.Changes;

        Assert.True(await LockAsync("a"));
        Assert.Equal(changes, bench.Store.Changes);
        await bench.MakeAsync("b", lockDays: 7, started: TestBackup.Started.AddDays(1));
        await LockAsync("b");
        await LockAsync("a");

        var pack = (await bench.NeededAsync("a", first)).Single(path => path.Contains("/packs/", StringComparison.Ordinal));
        Assert.Equal(Until.AddDays(1), bench.Store.All[pack].Until);
        Assert.Equal(Until, bench.Store.All[ArchiveLayout.Manifest("a")].Until);
    }

    [Fact]
    public async Task Cut_off_anywhere_it_goes_on_and_the_manifest_is_kept_only_when_all_is()
    {
        var record = await bench.MakeAsync("a", lockDays: 7);
        var needed = await bench.NeededAsync("a", record);
        for (var step = 0; ; step++)
        {
            var left = step;
            bench.Store.BeforeLock = _ =>
            {
                if (Interlocked.Decrement(ref left) < 0)
                {
                    throw new StoreUnavailableException(bench.Store.Location, "a", "killed");
                }
            };
            var cut = await Record.ExceptionAsync(() => LockAsync("a"));
            Assert.True(bench.Store.All.Count == needed.Count || !bench.Store.All.ContainsKey(ArchiveLayout.Manifest("a")));
            if (cut is null)
            {
                Assert.Equal(needed.Order(StringComparer.Ordinal), bench.Store.All.Keys.Order(StringComparer.Ordinal));
                return;
            }

            Assert.True(step < needed.Count, "It never came to its end.");
        }
    }

    [Fact]
    public async Task A_call_hands_back_when_its_time_is_over_and_says_so()
    {
        await bench.MakeAsync("a", lockDays: 7);

        Assert.False(await bench.Locks(TimeSpan.Zero).LockAsync("a", Until, DeleteLockMode.Unlocked, default));
        Assert.Empty(bench.Store.All);
    }

    [Fact]
    public async Task Without_a_lock_that_still_holds_and_in_a_store_that_keeps_none_there_is_nothing_to_do()
    {
        await bench.MakeAsync("free");
        await bench.MakeAsync("over", lockDays: 1);
        bench.Now = TestBackup.Started.AddDays(2);

        Assert.True(await LockAsync("free"));
        Assert.True(await LockAsync("over"));
        Assert.True(await LockAsync("missing"));
        Assert.Empty(bench.Store.All);
        using var plain = new ActivityServices(bench) { Stores = new OpenStores(_ => bench.Store.Inner) };
        bench.Now = TestBackup.Started.AddHours(2);
        Assert.True(await LockAsync(plain, "over", DeleteLockMode.Unlocked));
    }

    [Fact]
    public async Task A_store_that_has_no_locks_after_all_leaves_them_to_this_program_and_one_that_refuses_says_so()
    {
        await bench.MakeAsync("a", lockDays: 7);
        bench.Store.BeforeLock = _ => throw new StoreLocksUnsupportedException(bench.Store.Location, "HTTP 501");
        Assert.True(await LockAsync("a"));

        bench.Store.BeforeLock = path => throw new StoreAccessDeniedException(bench.Store.Location, path);
        await Assert.ThrowsAsync<StoreAccessDeniedException>(() => LockAsync("a"));
    }

    [Fact]
    public async Task A_hold_is_lifted_but_from_what_another_held_backup_needs()
    {
        var first = await bench.MakeAsync("a");
        bench.Change("second");
        var second = await bench.MakeAsync("b");
        var holds = new BackupHolds(bench.Store);
        foreach (var name in new[] { "a", "b" })
        {
            await holds.PlaceAsync(name, new BackupHold("host", bench.Now));
            Assert.True(await bench.Locks().HoldAsync(name, default));
        }

        Assert.Equal(
            (await bench.NeededAsync("a", first)).Union(await bench.NeededAsync("b", second)).Order(StringComparer.Ordinal),
            Held().Order(StringComparer.Ordinal));
        Assert.True(await bench.Locks().ReleaseAsync("b", default));

        Assert.Equal((await bench.NeededAsync("a", first)).Order(StringComparer.Ordinal), Held().Order(StringComparer.Ordinal));
    }

    private IEnumerable<string> Held() => bench.Store.All.Where(each => each.Value.IsHeld).Select(each => each.Key);

    private Task<bool> LockAsync(string backup, DeleteLockMode mode = DeleteLockMode.Unlocked) => LockAsync(services, backup, mode);

    private static Task<bool> LockAsync(ActivityServices services, string backup, DeleteLockMode mode) => new LockBackupActivity(services)
        .RunAsync(new ActivityContext("backup", "LockBackup"), new LockBackupInput("/store", backup, mode), CancellationToken.None);
}
