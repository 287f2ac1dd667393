using Workflows.Archive.Encryption.Envelopes;
using Workflows.Archive.Encryption.Errors;
using Workflows.Archive.Encryption.KeyFiles;
using Workflows.Archive.Errors;
using Workflows.Archive.Format;
using Workflows.Archive.Reading;
using Workflows.Archive.Restores;
using Workflows.Archive.Staging;
using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Folder;
using Workflows.Archive.Tests.Support;
using Workflows.Archive.Verifying;
using Workflows.Core.Errors;

namespace Workflows.Archive.Tests.Encryption;

public sealed class KeyRotationTests
{
    private static readonly FixedClock Clock = new(DateTimeOffset.UnixEpoch);

    private readonly MemoryStore store = new();
    private readonly FileKey before = FileKey.Generate();
    private readonly FileKey after = FileKey.Generate();

    [Fact]
    public async Task A_rotated_backup_opens_with_the_new_key_only_and_nothing_but_its_envelope_changed()
    {
        await TestBackup.CreateAsync(store, before, "nightly", TestObject.Guestbook());
        var old = store.Snapshot();

        Assert.Equal(RotationOutcome.Rotated, await KeyRotation.RotateAsync(store, "nightly", before, after));
        Assert.Equal(RotationOutcome.AlreadyNew, await KeyRotation.RotateAsync(store, "nightly", before, after));

        Assert.Empty((await ArchiveVerifier.VerifyAsync(store, "nightly", after)).Problems);
        await Assert.ThrowsAsync<WrongKeyException>(() => ArchiveReader.OpenAsync(store, "nightly", before));
        Assert.Equal(
            [ArchiveLayout.KeyEnvelope("nightly")],
            store.Snapshot().Where(f => !f.Value.AsSpan().SequenceEqual(old[f.Key])).Select(f => f.Key));
    }

    [Fact]
    public async Task Backups_of_a_store_are_found_by_their_envelopes()
    {
        await TestBackup.CreateAsync(store, before, "b", TestObject.Guestbook());
        await TestBackup.CreateAsync(store, "plain", TestObject.Guestbook());
        await TestBackup.CreateAsync(store, before, "a", TestObject.Guestbook());

        Assert.Equal(["a", "b"], await KeyRotation.EncryptedBackupsAsync(store).ToListAsync());
    }

    [Fact]
    public async Task A_backup_without_an_envelope_says_why()
    {
        await TestBackup.CreateAsync(store, "plain", TestObject.Guestbook());
        await TestBackup.CreateAsync(store, before, "lost", TestObject.Guestbook());
        store.Remove(ArchiveLayout.KeyEnvelope("lost"));

        await Assert.ThrowsAsync<ArchiveNotFoundException>(() => KeyRotation.RotateAsync(store, "none", before, after));
        await Assert.ThrowsAsync<ArchiveDamagedException>(() => KeyRotation.RotateAsync(store, "lost", before, after));
        var error = await Assert.ThrowsAsync<WorkflowsException>(() => KeyRotation.RotateAsync(store, "plain", before, after));
        Assert.Equal(ErrorKind.Usage, error.Kind);
    }

    [Fact]
    public async Task A_backup_that_is_still_being_made_keeps_the_key_of_its_run()
    {
        await BackupReservation.AcquireAsync(store, "nightly", TestBackup.Owner());
        var made = await KeyEnvelopes.CreateAsync(store, "nightly", TestBackup.Uid, before);

        var inUse = await Assert.ThrowsAsync<KeyInUseException>(() => KeyRotation.RotateAsync(store, "nightly", before, after));
        Assert.Equal(TestBackup.Owner().InstanceId, inUse.Run);
        Assert.Equal(RotationOutcome.NotFinished, await KeyRotation.RotateAsync(store, "nightly", before, after, force: true));

        var found = await KeyEnvelopes.OpenAsync(store, "nightly", TestBackup.Uid, before);
        Assert.Equal(made.Material.ToArray(), found.Material.ToArray());
    }

    [Fact]
    public async Task A_backup_that_is_made_and_still_reserved_keeps_the_key_until_its_run_has_ended()
    {
        await TestBackup.CreateAsync(store, before, "nightly", TestObject.Guestbook());
        var manifest = store.Snapshot()[ArchiveLayout.Manifest("nightly")];
        store.Remove(ArchiveLayout.Manifest("nightly"));
        await BackupReservation.AcquireAsync(store, "nightly", TestBackup.Owner());
        await store.WriteAsync(ArchiveLayout.Manifest("nightly"), manifest, WriteCondition.IfAbsent);

        await Assert.ThrowsAsync<KeyInUseException>(() => KeyRotation.RotateAsync(store, "nightly", before, after));
        await BackupReservation.ReleaseAsync(store, "nightly", TestBackup.Uid);

        Assert.Equal(RotationOutcome.Rotated, await KeyRotation.RotateAsync(store, "nightly", before, after));
    }

    [Fact]
    public async Task A_backup_that_a_run_restores_from_keeps_the_key_and_the_run_is_named()
    {
        await TestBackup.CreateAsync(store, before, "nightly", TestObject.Guestbook());
        await TestBackup.CreateAsync(store, before, "other", TestObject.Guestbook());
        await RestoreClaims.TakeAsync(store, "fix", TestRestore.Claim("run@here"));
        await StagingArea.ForRestore(store, "fix").WriteAsync("plan/volumes.json", "more");

        var inUse = await Assert.ThrowsAsync<KeyInUseException>(() => KeyRotation.RotateAsync(store, "nightly", before, after));

        Assert.Equal(ErrorKind.Conflict, inUse.Kind);
        Assert.Contains("run@here", inUse.Message, StringComparison.Ordinal);
        Assert.Contains("workflows resume", inUse.Message, StringComparison.Ordinal);
        Assert.Equal(before.KeyId, await KeyEnvelopes.FindKeyIdAsync(store, "nightly"));
        Assert.Equal(RotationOutcome.Rotated, await KeyRotation.RotateAsync(store, "other", before, after));
        Assert.Equal(RotationOutcome.Rotated, await KeyRotation.RotateAsync(store, "nightly", before, after, force: true));
    }

    [Fact]
    public async Task A_key_that_is_gone_with_its_backup_is_not_found_and_one_that_is_lost_is_damage()
    {
        await TestBackup.CreateAsync(store, before, "lost", TestObject.Guestbook());
        store.Remove(ArchiveLayout.KeyEnvelope("lost"));

        var gone = await Assert.ThrowsAsync<WorkflowsException>(() => KeyEnvelopes.OpenAsync(store, "gone", null, before));
        var lost = await Assert.ThrowsAsync<ArchiveDamagedException>(() => KeyEnvelopes.OpenAsync(store, "lost", null, before));

        Assert.Equal((ErrorKind.NotFound, ErrorKind.Damaged), (gone.Kind, lost.Kind));
    }

    [Fact]
    public async Task A_third_key_rotates_nothing()
    {
        await TestBackup.CreateAsync(store, before, "nightly", TestObject.Guestbook());
        var old = store.Snapshot();

        await Assert.ThrowsAsync<WrongKeyException>(() => KeyRotation.RotateAsync(store, "nightly", FileKey.Generate(), after));

        Assert.Equal(old, store.Snapshot());
    }

    [Fact]
    public async Task Two_rotations_at_once_end_with_one_of_them_and_lose_nothing()
    {
        await TestBackup.CreateAsync(store, before, "nightly", TestObject.Guestbook());
        var raced = false;
        store.Before = async (operation, path) =>
        {
            if (operation == "write" && !raced)
            {
                raced = true;
                await KeyRotation.RotateAsync(store, "nightly", before, after);
            }
        };

        Assert.Equal(RotationOutcome.AlreadyNew, await KeyRotation.RotateAsync(store, "nightly", before, after));
        Assert.Empty((await ArchiveVerifier.VerifyAsync(store, "nightly", after)).Problems);
    }

    [Fact]
    public async Task A_rotation_cut_off_anywhere_leaves_a_key_that_opens_and_is_finished_by_the_next()
    {
        for (var lifetime = 0; ; lifetime++)
        {
            var made = new VolatileFiles("/mnt");
            await TestBackup.CreateAsync(new FolderStore("/mnt/store", made, Clock), before, "nightly", TestObject.Guestbook());
            var disk = made.AfterPowerLoss(() => false, lifetime);
            var finished = await TryRotateAsync(disk);
            for (var seed = 0; seed < Campaign.Count(3, 50); seed++)
            {
                var random = new Random(seed);
                var later = new FolderStore("/mnt/store", disk.AfterPowerLoss(() => random.Next(2) == 0), Clock);
                var id = await KeyEnvelopes.FindKeyIdAsync(later, "nightly");
                Assert.True(finished ? id == after.KeyId : id == after.KeyId || id == before.KeyId);
                Assert.Empty((await ArchiveVerifier.VerifyAsync(later, "nightly", id == after.KeyId ? after : before)).Problems);

                await KeyRotation.RotateAsync(later, "nightly", before, after);
                Assert.Empty((await ArchiveVerifier.VerifyAsync(later, "nightly", after)).Problems);
            }

            if (finished)
                return;
        }
    }

    private async Task<bool> TryRotateAsync(VolatileFiles disk)
    {
        try
        {
            await KeyRotation.RotateAsync(new FolderStore("/mnt/store", disk, Clock), "nightly", before, after);
            return true;
        }
        catch (PowerLossException)
        {
            return false;
        }
    }
}
