using Workflows.Archive.Deleting;
using Workflows.Archive.Errors;
using Workflows.Archive.Format;
using Workflows.Archive.Staging;
using Workflows.Archive.Stores;
using Workflows.Archive.Tests.Support;
using Workflows.Core.Errors;

namespace Workflows.Archive.Tests.Staging;

public sealed class BackupReservationTests
{
    private readonly MemoryStore store = new();

    [Fact]
    public async Task The_same_run_again_holds_the_same_reservation()
    {
        var first = await BackupReservation.AcquireAsync(store, "nightly", TestBackup.Owner());
        var again = await BackupReservation.AcquireAsync(store, "nightly", TestBackup.Owner() with { StartedAt = DateTimeOffset.UnixEpoch });

        Assert.Equal(first, again);
    }

    [Fact]
    public async Task Another_owner_is_told_who_when_and_what_to_do()
    {
        await BackupReservation.AcquireAsync(store, "nightly", TestBackup.Owner(instance: "run-1"));

        var error = await Assert.ThrowsAsync<BackupConflictException>(
            () => BackupReservation.AcquireAsync(store, "nightly", TestBackup.Owner(Guid.NewGuid(), "run-2")));

        Assert.Equal(ErrorKind.Conflict, error.Kind);
        Assert.All(["run-1", "host-a", "2026-05-20 03:00:00Z", "workflows resume", "workflows backup delete nightly"],
            expected => Assert.Contains(expected, error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_name_that_a_backup_has_is_taken()
    {
        await TestBackup.CreateAsync(store, "nightly", TestObject.Guestbook());

        var error = await Assert.ThrowsAsync<BackupConflictException>(
            () => BackupReservation.AcquireAsync(store, "nightly", TestBackup.Owner(Guid.NewGuid(), "run-2")));

        Assert.Contains("exists already", error.Message, StringComparison.Ordinal);
        Assert.Null(await BackupReservation.FindAsync(store, "nightly"));
    }

    [Fact]
    public async Task One_of_many_gets_the_name()
    {
        store.Before = async (_, _) => await Task.Yield();
        var won = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => Task.Run(async () =>
        {
            try
            {
                await BackupReservation.AcquireAsync(store, "nightly", TestBackup.Owner(Guid.NewGuid(), $"run-{i}"));
                return 1;
            }
            catch (BackupConflictException)
            {
                return 0;
            }
        })));

        Assert.Equal(1, won.Sum());
    }

    [Fact]
    public async Task Release_drops_what_the_owner_staged_and_only_the_owner_can()
    {
        await BackupReservation.AcquireAsync(store, "nightly", TestBackup.Owner(instance: "run-1"));
        await StagingArea.ForBackup(store, "nightly").WriteAsync("plan.json", "a plan");
        await TestBackup.StageAsync(store, "nightly", 0, TestObject.Guestbook());

        Assert.False(await BackupReservation.ReleaseAsync(store, "nightly", Guid.NewGuid()));
        Assert.Equal(2, store.Snapshot().Count);

        Assert.True(await BackupReservation.ReleaseAsync(store, "nightly", TestBackup.Uid));
        Assert.Empty(store.Snapshot());
        Assert.False(await BackupReservation.ReleaseAsync(store, "nightly", TestBackup.Uid));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Nightly")]
    [InlineData("../x")]
    [InlineData("a/b")]
    [InlineData("-a")]
    [InlineData("a..b")]
    [InlineData("a ")]
    public async Task Names_that_are_none_are_refused(string name)
    {
        var error = await Assert.ThrowsAsync<InvalidBackupNameException>(() => BackupReservation.AcquireAsync(store, name, TestBackup.Owner()));
        Assert.Equal(ErrorKind.Usage, error.Kind);
    }

    [Fact]
    public void Names_may_be_as_long_as_every_store_can_keep()
    {
        Assert.True(BackupName.IsValid(new string('a', BackupName.MaxLength)));
        Assert.False(BackupName.IsValid(new string('a', BackupName.MaxLength + 1)));
        StorePath.Validate(ArchiveLayout.PodVolumeBackups(new string('a', BackupName.MaxLength)));
    }

    [Fact]
    public async Task A_damaged_reservation_is_named()
    {
        store.Overwrite(ArchiveLayout.Reservation("nightly"), "{"u8.ToArray());

        var error = await Assert.ThrowsAsync<StagedDocumentDamagedException>(() => BackupReservation.AcquireAsync(store, "nightly", TestBackup.Owner()));
        Assert.Contains(ArchiveLayout.Reservation("nightly"), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deleting_leaves_nothing_and_may_be_repeated()
    {
        await TestBackup.CreateAsync(store, "nightly", TestObject.Guestbook());
        await TestBackup.CreateAsync(store, "nightly-2", TestObject.Guestbook());
        var others = store.Snapshot().Keys.Where(p => p.Contains("nightly-2", StringComparison.Ordinal)).ToList();

        Assert.True(await DeleteAsync());
        Assert.False(await DeleteAsync());

        Assert.Equal(others, store.Snapshot().Keys);
    }

    [Fact]
    public async Task Deleting_cleans_up_a_backup_that_was_never_finished()
    {
        await BackupReservation.AcquireAsync(store, "nightly", TestBackup.Owner());
        await StagingArea.ForBackup(store, "nightly").WriteAsync("parts/000001.json", "x");
        var segment = await TestBackup.StageAsync(store, "nightly", 0, TestObject.Guestbook());

        Assert.True(await DeleteAsync());

        Assert.Empty(store.Snapshot());
        await Assert.ThrowsAsync<BackupConflictException>(() => Archive.Committing.ArchiveCommit.CommitAsync(store, key: null, TestBackup.Draft("nightly"), [segment], []));
        Assert.Empty(store.Snapshot());
    }

    [Fact]
    public async Task Deleting_cut_off_anywhere_leaves_no_backup_and_is_finished_by_a_repetition()
    {
        for (var step = 0; ; step++)
        {
            var fresh = new MemoryStore();
            await TestBackup.CreateAsync(fresh, "nightly", TestObject.Guestbook());
            var left = step;
            fresh.Before = (operation, _) => operation is "delete" or "write" or "discard" && left-- == 0
                ? Task.FromException(new InvalidOperationException("cut off"))
                : Task.CompletedTask;
            var wasCutOff = await Record.ExceptionAsync(() => ArchiveDeletion.DeleteAsync(fresh, "nightly", TestBackup.Owner(instance: "delete"))) is not null;
            fresh.Before = null;

            // Nobody gets the name before everything is gone.
            if (wasCutOff && fresh.Snapshot().Count > 0)
                await Assert.ThrowsAsync<BackupConflictException>(() => BackupReservation.AcquireAsync(fresh, "nightly", TestBackup.Owner(Guid.NewGuid(), "next")));
            await ArchiveDeletion.DeleteAsync(fresh, "nightly", TestBackup.Owner(instance: "delete"));
            Assert.Empty(fresh.Snapshot());
            if (!wasCutOff)
                return;
        }
    }

    [Fact]
    public async Task A_deletion_that_was_overtaken_by_another_takes_nothing_from_the_next_backup_of_the_name()
    {
        // Held once it has the name: before that, it is the next backup that is asked to be deleted.
        var step = 2;
        for (; ; step++)
        {
            var fresh = new MemoryStore();
            await TestBackup.CreateAsync(fresh, "nightly", TestObject.Guestbook());
            IReadOnlyDictionary<string, byte[]>? before = null;
            var held = new HeldAttempt(fresh, step, async () =>
            {
                await ArchiveDeletion.DeleteAsync(fresh, "nightly", TestBackup.Owner(Guid.NewGuid(), "other"));
                await TestBackup.CreateAsync(fresh, "nightly", TestObject.Guestbook());
                before = fresh.Snapshot();
            });

            await held.RunAsync(() => ArchiveDeletion.DeleteAsync(fresh, "nightly", TestBackup.Owner(Guid.NewGuid(), "delete")));

            if (before is null)
                break;
            Assert.Equal(before, fresh.Snapshot());
        }

        Assert.True(step > 15, "It was hardly held: that is no test.");
    }

    [Fact]
    public async Task A_deletion_that_another_deletion_took_over_says_so()
    {
        await TestBackup.CreateAsync(store, "nightly", TestObject.Guestbook());
        store.Before = async (operation, path) =>
        {
            if (operation == "delete" && path == ArchiveLayout.Manifest("nightly"))
            {
                store.Before = (next, _) => next == "delete" ? throw new InvalidOperationException("cut off") : Task.CompletedTask;
                await Record.ExceptionAsync(() => ArchiveDeletion.DeleteAsync(store, "nightly", TestBackup.Owner(Guid.NewGuid(), "other")));
                store.Before = null;
            }
        };

        var overtaken = await Assert.ThrowsAsync<BackupConflictException>(DeleteAsync);

        Assert.Contains("is being deleted", overtaken.Message, StringComparison.Ordinal);
        Assert.True(await DeleteAsync());
        Assert.Empty(store.Snapshot());
    }

    private Task<bool> DeleteAsync() => ArchiveDeletion.DeleteAsync(store, "nightly", TestBackup.Owner(instance: "delete"));
}
