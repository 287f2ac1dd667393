using Workflows.Archive.Encryption.Envelopes;
using Workflows.Archive.Encryption.KeyFiles;
using Workflows.Archive.Errors;
using Workflows.Archive.Format;
using Workflows.Archive.Restores;
using Workflows.Archive.Staging;
using Workflows.Archive.Stores;
using Workflows.Archive.Tests.Support;
using Workflows.Core.Errors;

namespace Workflows.Archive.Tests.Restores;

public sealed class RestoreDeletionTests
{
    private readonly MemoryStore store = new();
    private readonly FileKey key = FileKey.Generate();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Deleting_leaves_nothing_of_that_restore_and_everything_of_others_and_may_be_repeated(bool encrypted)
    {
        foreach (var name in new[] { "fi", "fix", "fix-2" })
        {
            await TestRestore.RecordAsync(store, name, encrypted ? key : null);
        }

        await TestBackup.CreateAsync(store, "fix", TestObject.Guestbook());
        var before = store.Snapshot();

        Assert.True(await DeleteAsync());
        Assert.False(await DeleteAsync());

        var gone = before.Keys.Except(store.Snapshot().Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal);
        Assert.Equal(
            encrypted
                ? ["catalog/outcomes/fix/plan.jsonl.gz.enc", "catalog/restores/fix.json", "keys/restores/fix/plan.json"]
                : [
                    "catalog/outcomes/fix/plan.jsonl.gz",
                    "catalog/restores/fix.json",
                    "velero/restores/fix/restore-fix-logs.gz",
                    "velero/restores/fix/restore-fix-resource-list.json.gz",
                    "velero/restores/fix/restore-fix-results.gz",
                ],
            gone);
        Assert.All(store.Snapshot(), file => Assert.Equal(before[file.Key], file.Value));
    }

    [Fact]
    public async Task Deleting_gives_up_a_restore_that_never_ended_and_its_hold_on_the_backups_key()
    {
        var after = FileKey.Generate();
        await TestBackup.CreateAsync(store, key, "nightly", TestObject.Guestbook());
        var backup = store.Snapshot().Keys.ToList();
        await BeginAsync();
        await Assert.ThrowsAsync<Archive.Encryption.Errors.KeyInUseException>(() => KeyRotation.RotateAsync(store, "nightly", key, after));

        Assert.True(await DeleteAsync());

        Assert.Equal(backup, store.Snapshot().Keys);
        Assert.Equal(RotationOutcome.Rotated, await KeyRotation.RotateAsync(store, "nightly", key, after));
        await RestoreClaims.TakeAsync(store, "fix", TestRestore.Claim("next@here"));
    }

    [Fact]
    public async Task Deleting_takes_what_can_not_be_read()
    {
        await TestRestore.RecordAsync(store, "fix", key);
        await BeginAsync(recorded: true);
        store.Overwrite(ArchiveLayout.RestoreRecord("fix"), "{"u8.ToArray());
        store.Overwrite(ArchiveLayout.RestoreClaim("fix"), "{"u8.ToArray());

        Assert.True(await DeleteAsync());

        Assert.Empty(store.Snapshot());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Deleting_cut_off_anywhere_leaves_no_restore_and_is_finished_by_a_repetition(bool recorded)
    {
        for (var step = 0; ; step++)
        {
            var fresh = new MemoryStore();
            if (recorded)
            {
                await TestRestore.RecordAsync(fresh, "fix");
            }

            await BeginAsync(fresh, recorded);
            var left = step;
            fresh.Before = (operation, _) => operation is "delete" or "write" && left-- == 0
                ? Task.FromException(new InvalidOperationException("cut off"))
                : Task.CompletedTask;
            var wasCutOff = await Record.ExceptionAsync(() => DeleteAsync(fresh)) is not null;
            fresh.Before = null;

            // Nobody gets the name before everything is gone, and from the first change on it is no restore.
            if (wasCutOff && fresh.Snapshot().Count > 0)
            {
                var refused = await Assert.ThrowsAsync<WorkflowsException>(
                    () => RestoreClaims.TakeAsync(fresh, "fix", TestRestore.Claim("next@here")));
                Assert.Equal(ErrorKind.Conflict, refused.Kind);
                Assert.Contains("workflows restore delete fix", refused.Message, StringComparison.Ordinal);
                Assert.Equal(recorded && step <= 1, await fresh.FindAsync(ArchiveLayout.RestoreRecord("fix")) is not null);
                Assert.True(await RestoreDeletion.AnythingLeftAsync(fresh, "fix"));
            }

            await DeleteAsync(fresh);
            Assert.Empty(fresh.Snapshot());
            if (!wasCutOff)
            {
                return;
            }
        }
    }

    [Fact]
    public async Task A_deletion_that_was_cut_off_keeps_nobodys_key()
    {
        await TestBackup.CreateAsync(store, key, "nightly", TestObject.Guestbook());
        await BeginAsync();
        store.Before = (operation, _) => operation is "delete" ? throw new InvalidOperationException("cut off") : Task.CompletedTask;
        await Assert.ThrowsAsync<InvalidOperationException>(DeleteAsync);
        store.Before = null;

        Assert.Equal(RotationOutcome.Rotated, await KeyRotation.RotateAsync(store, "nightly", key, FileKey.Generate()));
    }

    [Fact]
    public async Task The_run_that_was_given_up_takes_nothing_from_the_deletion_when_it_cleans_up()
    {
        await BeginAsync();
        bool? released = null;
        store.Before = async (operation, _) =>
        {
            if (operation == "delete" && released is null)
            {
                released = false;
                released = await RestoreClaims.ReleaseAsync(store, "fix", TestRestore.Claim("run@here").RunUid);
            }
        };

        Assert.True(await DeleteAsync());

        Assert.False(released);
        Assert.Empty(store.Snapshot());
    }

    [Fact]
    public async Task What_Velero_keeps_of_a_restore_of_its_own_is_left_to_it()
    {
        await store.WriteAsync(ArchiveLayout.VeleroRestore("fix", "logs.gz"), new byte[] { 1 }, WriteCondition.None);

        Assert.False(await DeleteAsync());

        Assert.Single(store.Snapshot());
    }

    [Theory]
    [InlineData("")]
    [InlineData("../backups/nightly")]
    [InlineData("a/b")]
    public async Task A_name_that_is_none_deletes_nothing(string name)
    {
        await TestRestore.RecordAsync(store, "fix");
        var before = store.Snapshot().Keys;

        await Assert.ThrowsAsync<InvalidBackupNameException>(() => RestoreDeletion.DeleteAsync(store, name, "delete@here"));

        Assert.Equal(before, store.Snapshot().Keys);
    }

    private Task<bool> DeleteAsync() => DeleteAsync(store);

    private static Task<bool> DeleteAsync(MemoryStore from) => RestoreDeletion.DeleteAsync(from, "fix", "delete-fix@here");

    private Task BeginAsync(bool recorded = false) => BeginAsync(store, recorded);

    /// <summary>What a run leaves that was killed before, or just after, it wrote its record.</summary>
    private async Task BeginAsync(MemoryStore where, bool recorded)
    {
        if (recorded)
        {
            await where.WriteAsync(
                ArchiveLayout.RestoreClaim("fix"), """{"run":"run@here","backup":"nightly"}"""u8.ToArray(), WriteCondition.IfAbsent);
        }
        else
        {
            await RestoreClaims.TakeAsync(where, "fix", TestRestore.Claim("run@here"));
        }

        await StagingArea.ForRestore(where, "fix").WriteAsync("plan2/volumes.json", "x");
        await RestoreRecorder.BeginAsync(where, "fix", "plan2", TestBackup.Uid, key);
        await where.WriteAsync(
            ArchiveLayout.RestoreOutcomes("fix", "plan2", isEncrypted: true), new byte[] { 1 }, WriteCondition.None);
    }
}
