using Workflows.Archive.Errors;
using Workflows.Archive.Format;
using Workflows.Archive.Holds;
using Workflows.Archive.Stores;
using Workflows.Archive.Tests.Support;

namespace Workflows.Archive.Tests.Holds;

public sealed class BackupHoldsTests
{
    private static readonly BackupHold Hold = new("host", new DateTimeOffset(2026, 5, 20, 3, 0, 0, TimeSpan.Zero)) { Reason = "case 4711" };

    private readonly MemoryStore store = new();
    private readonly BackupHolds holds;

    public BackupHoldsTests() => holds = new BackupHolds(store);

    [Fact]
    public async Task A_hold_is_found_by_the_backups_name_until_it_is_removed()
    {
        await MakeAsync("nightly");

        await holds.PlaceAsync("nightly", Hold);

        Assert.Equal(Hold, await holds.FindAsync("nightly"));
        Assert.Equal(["nightly"], await holds.NamesAsync());
        await holds.BeginReleaseAsync("nightly", Hold);
        Assert.Equal(Hold with { IsReleasing = true }, await holds.FindAsync("nightly"));
        await holds.RemoveAsync("nightly");
        Assert.Null(await holds.FindAsync("nightly"));
        Assert.Empty(await holds.NamesAsync());
    }

    [Fact]
    public async Task What_is_no_backup_or_is_just_being_deleted_is_not_held()
    {
        await Assert.ThrowsAsync<ArchiveNotFoundException>(() => holds.PlaceAsync("nightly", Hold));
        await MakeAsync("nightly");
        store.Before = (operation, _) =>
        {
            if (operation == "write")
                store.Remove(ArchiveLayout.Manifest("nightly"));
            return Task.CompletedTask;
        };

        await Assert.ThrowsAsync<ArchiveNotFoundException>(() => holds.PlaceAsync("nightly", Hold));
        Assert.Empty(store.Snapshot());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    public async Task What_can_not_be_read_is_a_hold_all_the_same(string content)
    {
        await MakeAsync("nightly");
        store.Overwrite(ArchiveLayout.Hold("nightly"), System.Text.Encoding.UTF8.GetBytes(content));

        Assert.Equal((false, true), ((await holds.FindAsync("nightly"))!.IsReleasing, (await holds.NamesAsync()).Contains("nightly")));
    }

    private Task<StoredBlob> MakeAsync(string backup) =>
        store.WriteAsync(ArchiveLayout.Manifest(backup), "x"u8.ToArray(), WriteCondition.IfAbsent);
}
