using System.Text;
using Workflows.Archive.Committing;
using Workflows.Archive.Deleting;
using Workflows.Archive.Encryption.Envelopes;
using Workflows.Archive.Encryption.Errors;
using Workflows.Archive.Encryption.KeyFiles;
using Workflows.Archive.Errors;
using Workflows.Archive.Format;
using Workflows.Archive.Reading;
using Workflows.Archive.Staging;
using Workflows.Archive.Tests.Support;
using Workflows.Archive.Verifying;
using Workflows.Core.Backups;

namespace Workflows.Archive.Tests.Encryption;

public sealed class EncryptedBackupTests
{
    private readonly MemoryStore store = new();
    private readonly FileKey key = FileKey.Generate();

    [Fact]
    public async Task What_goes_in_comes_out_over_many_frames_and_parts()
    {
        IReadOnlyList<TestObject>[] parts = [Incompressible(1, 0), Incompressible(40, 7_000), [], Incompressible(3, 400_000), TestObject.Guestbook()];
        await TestBackup.CreateAsync(store, key, "nightly", parts);

        Assert.Equal(parts.SelectMany(p => p).Select(o => o.Json), await ReadAllAsync());
        Assert.Empty((await ArchiveVerifier.VerifyAsync(store, "nightly", key)).Problems);
    }

    [Fact]
    public async Task One_object_is_read_by_the_frames_that_hold_it()
    {
        var manifest = await TestBackup.CreateAsync(store, key, "nightly", Incompressible(60, 200_000));
        var reader = await ArchiveReader.OpenAsync(store, "nightly", key);
        var index = await reader.ReadIndexAsync().ToListAsync();
        var wanted = index[index.Count / 2].Location;
        store.Reads.Clear();

        Assert.Single(await reader.ReadObjectsAsync([wanted]).ToListAsync());

        var (path, _, length) = Assert.Single(store.Reads);
        Assert.Equal(manifest.Archive.Path, path);
        Assert.InRange(length, wanted.MemberLength, wanted.MemberLength + (3 * 64 * 1024));
        Assert.True(manifest.Archive.Length > 4 * length);
    }

    [Fact]
    public async Task Nothing_that_is_stored_shows_what_was_archived_or_the_key()
    {
        const string Planted = "planted-7c1f";
        var secret = TestObject.Create("secrets", "v1", "Secret", Planted + "-ns", Planted + "-name", o =>
            o["data"] = new System.Text.Json.Nodes.JsonObject { [Planted + "-field"] = Planted + "-value" });
        await BackupReservation.AcquireAsync(store, "nightly", TestBackup.Owner());
        var backupKey = await KeyEnvelopes.CreateAsync(store, "nightly", TestBackup.Uid, key);
        var staging = StagingArea.ForBackup(store, "nightly", new StagedSeal(store, "nightly", key));
        await staging.WriteAsync("plan.json", new[] { Planted + "-plan" });
        var segment = await TestBackup.StageAsync(store, "nightly", 0, [secret], key: backupKey);
        var draft = TestBackup.Draft("nightly") with
        {
            Selection = System.Text.Json.JsonElement.Parse(Encoding.UTF8.GetBytes($"\"{Planted}-selection\"")),
            Warnings = [new BackupProblem("secrets", Planted + "-ns", Planted + "-warning")],
        };
        await ArchiveCommit.CommitAsync(store, backupKey, draft, [segment], [Planted + "-log"]);

        var texts = new[] { Planted, Convert.ToBase64String(key.Material.Span), Convert.ToBase64String(backupKey.Material.Span), "secrets" };
        var needles = texts.Select(Encoding.UTF8.GetBytes).Append(key.Material.ToArray()).Append(backupKey.Material.ToArray()).ToList();
        foreach (var (path, content) in store.Snapshot())
        {
            Assert.DoesNotContain(Planted, path, StringComparison.Ordinal);
            Assert.All(needles, needle => Assert.Equal(-1, content.AsSpan().IndexOf(needle)));
        }

        // The same grep finds all of it in a backup in the clear, the tarball unpacked.
        Assert.Equal([Planted + "-plan"], await staging.ReadAsync<string[]>("plan.json"));
        Assert.Equal([secret.Json], await ReadAllAsync());
    }

    [Fact]
    public async Task Without_the_key_names_times_and_counts_can_be_told_and_no_more()
    {
        var manifest = await TestBackup.CreateAsync(store, key, "nightly", TestObject.Guestbook());

        var overview = (await new BackupCatalog(store).ListAsync().SingleAsync()).Overview!;
        Assert.True(overview.IsEncrypted);
        Assert.Equal(
            ("nightly", TestBackup.Uid, TestBackup.Started, 8L, manifest.Archive.Length),
            (overview.Name, overview.BackupUid, overview.StartedAt, overview.Objects, overview.Bytes));

        var error = await Assert.ThrowsAsync<KeyNeededException>(() => ArchiveReader.OpenAsync(store, "nightly"));
        Assert.Contains(key.KeyId, error.Message, StringComparison.Ordinal);
        var report = await ArchiveVerifier.VerifyAsync(store, "nightly");
        Assert.True(report.IsIntact);
        Assert.NotNull(report.NotChecked);
        Assert.Null((await ArchiveVerifier.VerifyAsync(store, "nightly", key)).NotChecked);
    }

    [Fact]
    public async Task Another_key_is_refused_by_both_names()
    {
        await TestBackup.CreateAsync(store, key, "nightly", TestObject.Guestbook());
        var other = FileKey.Generate();

        foreach (var attempt in new Func<Task>[]
        {
            () => ArchiveReader.OpenAsync(store, "nightly", other), () => ArchiveVerifier.VerifyAsync(store, "nightly", other),
        })
        {
            var error = await Assert.ThrowsAsync<WrongKeyException>(attempt);
            Assert.Contains(key.KeyId, error.Message, StringComparison.Ordinal);
            Assert.Contains(other.KeyId, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_key_is_not_taken_for_a_backup_in_the_clear()
    {
        await TestBackup.CreateAsync(store, "nightly", TestObject.Guestbook());

        await Assert.ThrowsAsync<NotEncryptedException>(() => ArchiveReader.OpenAsync(store, "nightly", key));
        await Assert.ThrowsAsync<NotEncryptedException>(() => ArchiveVerifier.VerifyAsync(store, "nightly", key));
    }

    [Fact]
    public async Task Nothing_of_an_encrypted_backup_lies_where_velero_would_look()
    {
        await TestBackup.CreateAsync(store, key, "nightly", TestObject.Guestbook());

        Assert.All(store.Snapshot().Keys, path => Assert.DoesNotContain("velero/", path, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_repeated_commit_writes_the_same_bytes()
    {
        await BackupReservation.AcquireAsync(store, "nightly", TestBackup.Owner());
        var backupKey = await KeyEnvelopes.CreateAsync(store, "nightly", TestBackup.Uid, key);
        var segment = await TestBackup.StageAsync(store, "nightly", 0, TestObject.Guestbook(), key: backupKey);
        var first = await ArchiveCommit.CommitAsync(store, backupKey, TestBackup.Draft("nightly"), [segment], ["done"]);
        var written = store.Snapshot();

        // The manifest is gone, as if it had not been reached.
        store.Remove(ArchiveLayout.Manifest("nightly"));
        var second = await ArchiveCommit.CommitAsync(store, backupKey, TestBackup.Draft("nightly"), [segment], ["done"]);

        Assert.Equal(first.Archive.Segments, second.Archive.Segments);
        var changed = store.Snapshot().Where(f => !f.Value.AsSpan().SequenceEqual(written[f.Key])).Select(f => f.Key);
        Assert.Equal([ArchiveLayout.Manifest("nightly")], changed);
        Assert.Empty((await ArchiveVerifier.VerifyAsync(store, "nightly", key)).Problems);
    }

    [Fact]
    public async Task Two_attempts_at_one_part_share_no_ciphertext()
    {
        await BackupReservation.AcquireAsync(store, "nightly", TestBackup.Owner());
        var backupKey = await KeyEnvelopes.CreateAsync(store, "nightly", TestBackup.Uid, key);
        var one = await TestBackup.StageAsync(store, "nightly", 0, TestObject.Guestbook(), Guid.NewGuid(), key: backupKey);
        var two = await TestBackup.StageAsync(store, "nightly", 0, TestObject.Guestbook(), Guid.NewGuid(), key: backupKey);

        Assert.Equal((one.DataSha256, one.IndexSha256), (two.DataSha256, two.IndexSha256));
        Assert.NotEqual(one.Stored!.DataSha256, two.Stored!.DataSha256);
        Assert.NotEqual(one.Stored.IndexSha256, two.Stored.IndexSha256);
    }

    [Fact]
    public async Task A_segment_in_the_clear_can_not_get_into_an_encrypted_backup()
    {
        await BackupReservation.AcquireAsync(store, "nightly", TestBackup.Owner());
        var backupKey = await KeyEnvelopes.CreateAsync(store, "nightly", TestBackup.Uid, key);
        var plain = await TestBackup.StageAsync(store, "nightly", 0, TestObject.Guestbook());
        var sealedOne = await TestBackup.StageAsync(store, "nightly", 1, TestObject.Guestbook(), key: backupKey);

        await Assert.ThrowsAsync<ArgumentException>(() =>
            ArchiveCommit.CommitAsync(store, backupKey, TestBackup.Draft("nightly"), [plain], []));
        await Assert.ThrowsAsync<ArgumentException>(() =>
            ArchiveCommit.CommitAsync(store, key: null, TestBackup.Draft("nightly"), [sealedOne], []));
    }

    [Fact]
    public async Task A_deletion_takes_files_and_envelope_and_frees_the_name()
    {
        await TestBackup.CreateAsync(store, key, "nightly", TestObject.Guestbook());

        Assert.True(await ArchiveDeletion.DeleteAsync(store, "nightly", TestBackup.Owner(instance: "delete")));

        Assert.Empty(store.Snapshot());
        await TestBackup.CreateAsync(store, FileKey.Generate(), "nightly", TestObject.Guestbook());
    }

    [Fact]
    public async Task Staged_documents_are_read_where_they_were_written_and_nowhere_else()
    {
        await KeyEnvelopes.CreateAsync(store, "nightly", TestBackup.Uid, key);
        var area = StagingArea.ForBackup(store, "nightly", new StagedSeal(store, "nightly", key));
        foreach (var size in new[] { 0, 1, 65_534, 65_535, 200_000 })
        {
            await area.WriteAsync("a.json", new string('x', size));
            Assert.Equal(size, (await area.ReadAsync<string>("a.json")).Length);
        }

        var content = store.Snapshot()["staging/backups/nightly/a.json"];
        store.Overwrite("staging/backups/nightly/b.json", content);
        await Assert.ThrowsAsync<StagedDocumentDamagedException>(() => area.ReadAsync<string>("b.json"));
        foreach (var length in new[] { 0, 64, 80, 81, 65_616, content.Length - 1 })
        {
            store.Overwrite("staging/backups/nightly/a.json", content[..length]);
            await Assert.ThrowsAsync<StagedDocumentDamagedException>(() => area.ReadAsync<string>("a.json"));
        }

        store.Overwrite("staging/backups/nightly/a.json", "\"in the clear\""u8.ToArray());
        await Assert.ThrowsAsync<StagedDocumentDamagedException>(() => area.ReadAsync<string>("a.json"));
    }

    private static IReadOnlyList<TestObject> Incompressible(int count, int bytes)
    {
        var random = new Random(count + bytes);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            var data = new byte[bytes];
            random.NextBytes(data);
            return TestObject.ConfigMap($"ns-{count}-{bytes}", $"object-{i}", Convert.ToBase64String(data));
        })];
    }

    private async Task<List<byte[]>> ReadAllAsync()
    {
        var reader = await ArchiveReader.OpenAsync(store, "nightly", key);
        var index = await reader.ReadIndexAsync().ToListAsync();
        return await reader.ReadObjectsAsync([.. index.Select(i => i.Location)]).Select(o => o.Json.ToArray()).ToListAsync();
    }
}
