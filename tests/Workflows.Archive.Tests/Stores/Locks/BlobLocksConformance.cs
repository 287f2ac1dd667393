using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Errors;
using Workflows.Archive.Stores.Locks;
using Workflows.Core.Retention;

namespace Workflows.Archive.Tests.Stores.Locks;

/// <summary>What every store must do that keeps locks itself. Derive, give one that is empty for each test, and pass.</summary>
public abstract class BlobLocksConformance
{
    private const string Path = "velero/backups/b/b.tar.gz";

    protected static readonly DateTimeOffset Begin = new(2026, 5, 20, 3, 0, 0, TimeSpan.Zero);

    protected abstract IArchiveStore Store { get; }

    /// <summary>The store's clock.</summary>
    protected abstract DateTimeOffset Now { get; set; }

    private ILockingStore Locks => (ILockingStore)Store;

    [Fact]
    public async Task What_nobody_locked_is_kept_by_nothing()
    {
        await WriteAsync(Path);

        Assert.Equal(new BlobLock(Path, null, DeleteLockMode.Unlocked, IsHeld: false), await Locks.FindLockAsync(Path));
        Assert.Null(await Locks.FindLockAsync("velero/other"));
        await Store.DeleteAsync(Path);
        Assert.Null(await Store.FindAsync(Path));
    }

    [Fact]
    public async Task A_lock_keeps_a_blob_until_its_time_and_the_refusal_names_that()
    {
        await WriteAsync(Path);
        var until = Begin.AddDays(7);

        Assert.True(await LockAsync(Path, until));

        var refused = await Assert.ThrowsAsync<StoreProtectedException>(() => Store.DeleteAsync(Path));
        Assert.Equal((until, false), (refused.Until, refused.IsTransient));
        Assert.Contains("2026-05-27 03:00:00 UTC", refused.Message, StringComparison.Ordinal);
        Assert.Equal("x", await ReadAsync(Path));
        Now = until.AddSeconds(1);
        await Store.DeleteAsync(Path);
        Assert.Null(await Store.FindAsync(Path));
    }

    [Fact]
    public async Task A_lock_is_extended_and_never_shortened_and_what_is_enough_is_left_alone()
    {
        await WriteAsync(Path);
        await LockAsync(Path, Begin.AddDays(7));

        Assert.False(await LockAsync(Path, Begin.AddDays(3)));
        Assert.False(await LockAsync(Path, Begin.AddDays(7)));
        Assert.Equal(Begin.AddDays(7), (await Locks.FindLockAsync(Path))!.Until);
        Assert.True(await LockAsync(Path, Begin.AddDays(30)));
        Assert.Equal(Begin.AddDays(30), (await Locks.FindLockAsync(Path))!.Until);
    }

    [Fact]
    public async Task What_can_not_be_taken_back_stays_so_and_as_long_when_less_is_asked_for()
    {
        await WriteAsync(Path);
        await LockAsync(Path, Begin.AddDays(7));

        Assert.True(await LockAsync(Path, Begin.AddDays(3), DeleteLockMode.Locked));
        Assert.Equal(new BlobLock(Path, Begin.AddDays(7), DeleteLockMode.Locked, IsHeld: false), await Locks.FindLockAsync(Path));
        Assert.True(await LockAsync(Path, Begin.AddDays(9), DeleteLockMode.Unlocked));
        Assert.Equal(new BlobLock(Path, Begin.AddDays(9), DeleteLockMode.Locked, IsHeld: false), await Locks.FindLockAsync(Path));
    }

    [Fact]
    public async Task A_lock_ends_no_earlier_than_it_was_asked_for_whatever_a_store_rounds()
    {
        await WriteAsync(Path);
        var until = Begin.AddDays(1).AddTicks(1);

        await LockAsync(Path, until);

        Assert.InRange((await Locks.FindLockAsync(Path))!.Until!.Value, until, until.AddSeconds(1));
        Assert.False(await LockAsync(Path, until));
    }

    [Fact]
    public async Task A_hold_keeps_a_blob_until_it_is_lifted_with_a_lock_and_without()
    {
        await WriteAsync(Path);
        await Locks.SetHoldAsync(Path, isHeld: true);
        await Locks.SetHoldAsync(Path, isHeld: true);
        await LockAsync(Path, Begin.AddDays(1));
        Now = Begin.AddYears(30);

        var refused = await Assert.ThrowsAsync<StoreProtectedException>(() => Store.DeleteAsync(Path));
        Assert.Null(refused.Until);
        Assert.Contains("legal hold", refused.Message, StringComparison.Ordinal);
        Assert.True((await Locks.FindLockAsync(Path))!.IsHeld);
        await Locks.SetHoldAsync(Path, isHeld: false);
        await Locks.SetHoldAsync(Path, isHeld: false);
        await Store.DeleteAsync(Path);
        Assert.Null(await Store.FindAsync(Path));
    }

    [Fact]
    public async Task Lists_tell_what_keeps_each_blob_below_a_prefix()
    {
        foreach (var path in new[] { "packs/1", "packs/2", "packs/3", "trees/1" })
            await WriteAsync(path);
        await LockAsync("packs/2", Begin.AddDays(2), DeleteLockMode.Locked);
        await Locks.SetHoldAsync("packs/3", isHeld: true);

        Assert.Equal(
            [
                new("packs/1", null, DeleteLockMode.Unlocked, IsHeld: false),
                new("packs/2", Begin.AddDays(2), DeleteLockMode.Locked, IsHeld: false),
                new("packs/3", null, DeleteLockMode.Unlocked, IsHeld: true),
            ],
            await Locks.ListLocksAsync("packs/").ToArrayAsync());
    }

    [Fact]
    public async Task What_is_not_there_can_be_neither_locked_nor_held()
    {
        await Assert.ThrowsAsync<BlobNotFoundException>(
            () => Locks.LockAsync(new BlobLock(Path, null, default, IsHeld: false), Begin.AddDays(1), DeleteLockMode.Unlocked));
        await Assert.ThrowsAsync<BlobNotFoundException>(() => Locks.SetHoldAsync(Path, isHeld: true));
    }

    [Fact]
    public async Task A_lock_leaves_the_content_its_tag_and_reservations_as_they_were()
    {
        await WriteAsync(Path);
        var before = await Store.FindAsync(Path);

        await LockAsync(Path, Begin.AddDays(1));
        await Locks.SetHoldAsync(Path, isHeld: true);

        Assert.Equal(before, await Store.FindAsync(Path));
        await Assert.ThrowsAsync<StoreConflictException>(() => Store.WriteAsync(Path, "y"u8.ToArray(), WriteCondition.IfAbsent));
    }

    private async Task<bool> LockAsync(string path, DateTimeOffset until, DeleteLockMode mode = DeleteLockMode.Unlocked) =>
        await Locks.LockAsync((await Locks.FindLockAsync(path))!, until, mode);

    private Task<StoredBlob> WriteAsync(string path) => Store.WriteAsync(path, "x"u8.ToArray(), WriteCondition.IfAbsent);

    private async Task<string> ReadAsync(string path)
    {
        using var reader = new StreamReader(await Store.OpenReadAsync(path));
        return await reader.ReadToEndAsync();
    }
}
