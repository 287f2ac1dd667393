using Workflows.Archive.Committing;
using Workflows.Archive.Errors;
using Workflows.Archive.Format;
using Workflows.Archive.Manifests;
using Workflows.Archive.Reading;
using Workflows.Archive.Staging;
using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Errors;
using Workflows.Archive.Tests.Support;
using Workflows.Archive.Verifying;
using Workflows.Core.Backups;

namespace Workflows.Archive.Tests.Committing;

public sealed class ArchiveCommitTests
{
    private readonly MemoryStore store = new();

    [Fact]
    public async Task Commit_keeps_the_order_it_is_given_whatever_order_parts_were_staged_in()
    {
        await ReserveAsync();
        var second = await TestBackup.StageAsync(store, "nightly", 1, [TestObject.ConfigMap("b", "b")]);
        var first = await TestBackup.StageAsync(store, "nightly", 0, [TestObject.ConfigMap("a", "a")]);

        await CommitAsync(first, second);

        var names = await (await ArchiveReader.OpenAsync(store, "nightly")).ReadIndexAsync().Select(i => i.Entry.Name).ToListAsync();
        Assert.Equal(["a", "b"], names);
    }

    [Fact]
    public async Task Parts_written_in_parallel_make_one_valid_archive()
    {
        await ReserveAsync();
        var segments = new PartSegment[16];
        await Parallel.ForAsync(0, 16, async (part, _) => segments[part] = await TestBackup.StageAsync(
            store,
            "nightly",
            part,
            Enumerable.Range(0, 50).Select(i => TestObject.ConfigMap($"ns-{part}", $"object-{i}", new string('x', i * 100))),
            blockBytes: 1000));

        var manifest = await CommitAsync(segments);

        Assert.Equal(800, manifest.Totals.Objects);
        Assert.Empty((await ArchiveVerifier.VerifyAsync(store, "nightly")).Problems);
    }

    [Fact]
    public async Task Commit_repeated_returns_the_first_ones_manifest_and_writes_nothing()
    {
        await ReserveAsync();
        var segment = await TestBackup.StageAsync(store, "nightly", 0, TestObject.Guestbook());
        var first = await CommitAsync(segment);
        await StagingArea.ForBackup(store, "nightly").ClearAsync();
        var before = store.Snapshot();

        var second = await CommitAsync(segment);

        Assert.Equal(ManifestFile.Serialize(first), ManifestFile.Serialize(second));
        Assert.Equal(before, store.Snapshot());
    }

    [Fact]
    public async Task Commit_cut_off_before_any_of_its_writes_is_finished_by_a_repetition()
    {
        for (var step = 0; ; step++)
        {
            var fresh = new MemoryStore();
            await BackupReservation.AcquireAsync(fresh, "nightly", TestBackup.Owner());
            var segment = await TestBackup.StageAsync(fresh, "nightly", 0, TestObject.Guestbook(), blockBytes: 300);
            var left = step;
            fresh.Before = (operation, _) => operation is "stage" or "commit" or "write" && left-- == 0
                ? Task.FromException(new StoreUnavailableException(fresh.Location, "x", "cut off"))
                : Task.CompletedTask;
            var wasCutOff = false;
            try
            {
                await ArchiveCommit.CommitAsync(fresh, key: null, TestBackup.Draft("nightly"), [segment], ["done"]);
            }
            catch (StoreUnavailableException)
            {
                wasCutOff = true;
                Assert.Null(await new BackupCatalog(fresh).FindAsync("nightly"));
            }

            fresh.Before = null;
            await ArchiveCommit.CommitAsync(fresh, key: null, TestBackup.Draft("nightly"), [segment], ["done"]);
            Assert.Empty((await ArchiveVerifier.VerifyAsync(fresh, "nightly")).Problems);
            if (!wasCutOff)
                return;
        }
    }

    [Fact]
    public async Task Twin_commits_end_with_the_same_backup()
    {
        await ReserveAsync();
        var segment = await TestBackup.StageAsync(store, "nightly", 0, TestObject.Guestbook(), blockBytes: 300);
        store.Before = async (_, _) => await Task.Yield();

        var manifests = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => CommitAsync(segment))));

        Assert.Single(manifests.Select(m => Convert.ToBase64String(ManifestFile.Serialize(m))).Distinct());
        Assert.Empty((await ArchiveVerifier.VerifyAsync(store, "nightly")).Problems);
    }

    [Fact]
    public async Task A_zombie_attempt_that_goes_on_after_the_commit_changes_nothing()
    {
        await ReserveAsync();
        var accepted = await TestBackup.StageAsync(store, "nightly", 0, TestObject.Guestbook());
        var manifest = await CommitAsync(accepted);
        var before = store.Snapshot();

        var zombie = await TestBackup.StageAsync(store, "nightly", 0, [TestObject.ConfigMap("evil", "zombie")], Guid.NewGuid());
        var sameAttempt = await TestBackup.StageAsync(store, "nightly", 0, [TestObject.ConfigMap("evil", "again")]);
        var answer = await CommitAsync(zombie);
        var answerAgain = await CommitAsync(sameAttempt);

        Assert.Equal(before, store.Snapshot());
        Assert.Equal([manifest.Archive.Length, manifest.Archive.Length], [answer.Archive.Length, answerAgain.Archive.Length]);
        Assert.Empty((await ArchiveVerifier.VerifyAsync(store, "nightly")).Problems);
    }

    [Fact]
    public async Task An_overlapping_attempt_that_was_not_accepted_is_not_in_the_archive()
    {
        await ReserveAsync();
        var loser = await TestBackup.StageAsync(store, "nightly", 0, [TestObject.ConfigMap("shop", "loser")], Guid.NewGuid());
        var winner = await TestBackup.StageAsync(store, "nightly", 0, [TestObject.ConfigMap("shop", "winner")], Guid.NewGuid());

        await CommitAsync(winner);

        var entry = await (await ArchiveReader.OpenAsync(store, "nightly")).ReadIndexAsync().SingleAsync();
        Assert.Equal("winner", entry.Entry.Name);
        Assert.NotEqual(loser.Attempt, winner.Attempt);
    }

    [Fact]
    public async Task Expired_blocks_name_the_parts_to_capture_again()
    {
        await ReserveAsync();
        var segments = new List<PartSegment>();
        for (var part = 0; part < 3; part++)
            segments.Add(await TestBackup.StageAsync(store, "nightly", part, [TestObject.ConfigMap("ns", $"o{part}")]));
        await store.DiscardBlocksAsync(ArchiveLayout.Tarball("nightly"));
        segments[1] = await TestBackup.StageAsync(store, "nightly", 1, [TestObject.ConfigMap("ns", "o1")], Guid.NewGuid());

        var error = await Assert.ThrowsAsync<SegmentsMissingException>(() => CommitAsync([.. segments]));

        Assert.Equal([0, 2], error.Parts);
        Assert.Null(await new BackupCatalog(store).FindAsync("nightly"));
    }

    [Fact]
    public async Task Another_backup_of_the_name_is_a_conflict_and_stays_as_it_is()
    {
        await TestBackup.CreateAsync(store, "nightly", TestObject.Guestbook());
        var before = store.Snapshot();
        var segment = await TestBackup.StageAsync(store, "nightly", 0, [TestObject.ConfigMap("x", "y")]);

        var error = await Assert.ThrowsAsync<BackupConflictException>(
            () => ArchiveCommit.CommitAsync(store, key: null, TestBackup.Draft("nightly", Guid.NewGuid()), [segment], []));

        Assert.Contains("exists already", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, store.Snapshot());
    }

    [Fact]
    public async Task Commit_without_the_name_reserved_for_it_is_a_conflict()
    {
        var segment = await TestBackup.StageAsync(store, "nightly", 0, TestObject.Guestbook());
        await Assert.ThrowsAsync<BackupConflictException>(() => CommitAsync(segment));

        await BackupReservation.AcquireAsync(store, "nightly", TestBackup.Owner(Guid.NewGuid(), "somebody-else"));
        var error = await Assert.ThrowsAsync<BackupConflictException>(() => CommitAsync(segment));

        Assert.Contains("somebody-else", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(store.Snapshot().Keys, p => p.StartsWith("velero/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_object_that_two_parts_hold_is_refused()
    {
        await ReserveAsync();
        var one = await TestBackup.StageAsync(store, "nightly", 0, [TestObject.ConfigMap("shop", "twice")]);
        var two = await TestBackup.StageAsync(store, "nightly", 1, [TestObject.ConfigMap("shop", "twice")]);

        var error = await Assert.ThrowsAsync<ArchiveDamagedException>(() => CommitAsync(one, two));

        Assert.Contains("configmaps/shop/twice", error.Message, StringComparison.Ordinal);
        Assert.Null(await new BackupCatalog(store).FindAsync("nightly"));
    }

    [Fact]
    public async Task Leftovers_of_a_backup_that_was_never_finished_are_replaced()
    {
        await store.WriteAsync(ArchiveLayout.Tarball("nightly"), new byte[] { 1, 2, 3 }, WriteCondition.None);
        await store.WriteAsync(ArchiveLayout.Logs("nightly"), new byte[] { 1, 2, 3 }, WriteCondition.None);

        await TestBackup.CreateAsync(store, "nightly", TestObject.Guestbook());

        Assert.Empty((await ArchiveVerifier.VerifyAsync(store, "nightly")).Problems);
    }

    [Fact]
    public async Task An_empty_backup_is_a_backup()
    {
        var manifest = await TestBackup.CreateAsync(store, "nightly", []);

        Assert.Equal(0, manifest.Totals.Objects);
        Assert.Empty((await ArchiveVerifier.VerifyAsync(store, "nightly")).Problems);
        Assert.Empty(await (await ArchiveReader.OpenAsync(store, "nightly")).ReadIndexAsync().ToListAsync());
    }

    [Fact]
    public async Task Totals_are_counted_per_resource()
    {
        var manifest = await TestBackup.CreateAsync(store, "nightly", [TestObject.ConfigMap("a", "1"), TestObject.ConfigMap("b", "1")], TestObject.Guestbook());

        Assert.Equal(4, manifest.Totals.Resources.Single(r => r.Resource == "configmaps").Objects);
        Assert.Equal(10, manifest.Totals.Resources.Sum(r => r.Objects));
        Assert.Equal(manifest.Totals.Resources.Select(r => r.Resource).Order(StringComparer.Ordinal), manifest.Totals.Resources.Select(r => r.Resource));
    }

    private Task<ReservationOwner> ReserveAsync() => BackupReservation.AcquireAsync(store, "nightly", TestBackup.Owner());

    private Task<ArchiveManifest> CommitAsync(params PartSegment[] segments) =>
        ArchiveCommit.CommitAsync(store, key: null, TestBackup.Draft("nightly"), segments, ["done"]);
}
