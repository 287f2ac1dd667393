using Workflows.Archive.Committing;
using Workflows.Archive.Deleting;
using Workflows.Archive.Encryption;
using Workflows.Archive.Encryption.Envelopes;
using Workflows.Archive.Encryption.KeyFiles;
using Workflows.Archive.Manifests;
using Workflows.Archive.Reading;
using Workflows.Archive.Staging;
using Workflows.Archive.Tests.Support;
using Workflows.Archive.Verifying;
using Workflows.Core.Backups;

namespace Workflows.Archive.Tests.Committing;

/// <summary>A commit that is taken for dead sleeps before one of its calls of the store, and wakes much later.</summary>
public sealed class LateCommitTests
{
    private static readonly Guid Next = Guid.Parse("22222222-0000-0000-0000-000000000002");

    private MemoryStore store = new();
    private FileKey? wrapping;
    private readonly Dictionary<Guid, BackupKey?> keys = [];
    private IReadOnlyDictionary<string, byte[]>? before;

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    public async Task It_leaves_the_next_backup_of_the_name_as_it_is(int parts, bool isEncrypted)
    {
        wrapping = isEncrypted ? FileKey.Generate() : null;
        await HoldBeforeEachCallAsync(parts, async segments =>
        {
            await FinishAsync(segments);
            await DeleteAsync();
            await ReserveAsync(Next);
            await CommitAsync(Next, await StageAsync(Next, parts, "next"));
            await BackupReservation.ReleaseAsync(store, "nightly", Next);
        }, async () =>
        {
            Assert.Equal(before, store.Snapshot());
            Assert.Empty((await ArchiveVerifier.VerifyAsync(store, "nightly")).Problems);
        });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task It_does_not_spoil_the_next_backup_that_is_being_made(int parts)
    {
        IReadOnlyList<PartSegment> next = [];
        await HoldBeforeEachCallAsync(parts, async segments =>
        {
            await FinishAsync(segments);
            await DeleteAsync();
            await ReserveAsync(Next);
            next = await StageAsync(Next, parts, "next");
        }, async () =>
        {
            await CommitAsync(Next, next);
            Assert.Equal(Next, (await new BackupCatalog(store).FindAsync("nightly"))!.BackupUid);
            Assert.Empty((await ArchiveVerifier.VerifyAsync(store, "nightly")).Problems);
        });
    }

    [Fact]
    public async Task It_makes_no_backup_of_one_that_was_deleted()
    {
        await HoldBeforeEachCallAsync(
            parts: 1,
            async segments =>
            {
                await FinishAsync(segments);
                await DeleteAsync();
            },
            async () => Assert.Null(await new BackupCatalog(store).FindAsync("nightly")));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task It_makes_no_backup_of_one_that_is_being_deleted(int deletions)
    {
        await HoldBeforeEachCallAsync(
            parts: 1,
            async segments =>
            {
                await FinishAsync(segments);
                var left = deletions;
                store.Before = (operation, _) => operation == "delete" && left-- == 0
                    ? Task.FromException(new InvalidOperationException("cut off"))
                    : Task.CompletedTask;
                await Assert.ThrowsAsync<InvalidOperationException>(DeleteAsync);
                store.Before = null;
            },
            async () => Assert.Null(await new BackupCatalog(store).FindAsync("nightly")));
    }

    [Fact]
    public async Task It_does_not_withdraw_the_backup_that_its_twin_has_finished()
    {
        await HoldBeforeEachCallAsync(
            parts: 1,
            FinishAsync,
            async () =>
            {
                Assert.Equal(before, store.Snapshot());
                Assert.Empty((await ArchiveVerifier.VerifyAsync(store, "nightly")).Problems);
            });
    }

    private async Task HoldBeforeEachCallAsync(
        int parts, Func<IReadOnlyList<PartSegment>, Task> meanwhile, Func<Task> afterwards)
    {
        for (var step = 0; ; step++)
        {
            store = new();
            before = null;
            await ReserveAsync(TestBackup.Uid);
            var segments = await StageAsync(TestBackup.Uid, parts, "first");
            var held = new HeldAttempt(store, step, async () =>
            {
                await meanwhile(segments);
                before = store.Snapshot();
            });

            await held.RunAsync(() => CommitAsync(TestBackup.Uid, segments));

            if (before is null)
            {
                Assert.True(step > 30, $"It was held {step} times only: that is no test.");
                return;
            }

            await afterwards();
        }
    }

    /// <summary>What the attempt that counts does, and then its run.</summary>
    private async Task FinishAsync(IReadOnlyList<PartSegment> segments)
    {
        await CommitAsync(TestBackup.Uid, segments);
        await BackupReservation.ReleaseAsync(store, "nightly", TestBackup.Uid);
    }

    private Task<bool> DeleteAsync() =>
        ArchiveDeletion.DeleteAsync(store, "nightly", TestBackup.Owner(Guid.NewGuid(), "delete"));

    private async Task ReserveAsync(Guid uid)
    {
        await BackupReservation.AcquireAsync(store, "nightly", TestBackup.Owner(uid));
        keys[uid] = wrapping is null ? null : await KeyEnvelopes.CreateAsync(store, "nightly", uid, wrapping);
    }

    private async Task<IReadOnlyList<PartSegment>> StageAsync(Guid uid, int parts, string name)
    {
        var segments = new List<PartSegment>();
        for (var part = 0; part < parts; part++)
            segments.Add(await TestBackup.StageAsync(
                store, "nightly", part, [TestObject.ConfigMap("shop", name)], Guid.NewGuid(), key: keys[uid]));
        return segments;
    }

    private Task<ArchiveManifest> CommitAsync(Guid uid, IReadOnlyList<PartSegment> segments) =>
        ArchiveCommit.CommitAsync(store, keys[uid], TestBackup.Draft("nightly", uid), segments, [$"made {uid}"]);
}
