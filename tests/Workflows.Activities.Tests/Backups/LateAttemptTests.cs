using Workflows.Activities.Backups;
using Workflows.Archive.Committing;
using Workflows.Archive.Deleting;
using Workflows.Archive.Format;
using Workflows.Archive.Manifests;
using Workflows.Archive.Staging;
using Workflows.Archive.Stores;
using Workflows.Archive.Tests.Support;
using Workflows.Archive.Verifying;
using Workflows.Core.Backups;
using Workflows.Durable;

namespace Workflows.Activities.Tests.Backups;

/// <summary>
/// An attempt that is taken for dead sleeps before one of its calls of the store. Meanwhile its run ends, and the name
/// is started again by the same instance on the same host. When it wakes, it takes nothing from that.
/// </summary>
public sealed class LateAttemptTests
{
    private static readonly ActivityContext Context = new("backup-nightly", "test");

    private static readonly Guid First = Guid.Parse("11111111-0000-0000-0000-000000000001");

    private static readonly Guid Next = Guid.Parse("22222222-0000-0000-0000-000000000002");

    private static readonly BackupSpec Spec = new()
    {
        Name = "nightly",
        Cluster = new([], null),
        Store = "memory",
        IncludeSecrets = true,
    };

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task A_late_clean_up_takes_nothing_from_the_next_run_of_the_name(bool firstIsMade, bool nextIsMade)
    {
        var step = 0;
        for (; ; step++)
        {
            var store = new MemoryStore();
            using var services = Services(store);
            PartSegment? staged = null;
            IReadOnlyDictionary<string, byte[]>? before = null;
            await BeginAsync(services, First);
            if (firstIsMade)
            {
                await CommitAsync(store, First, await StageAsync(store, "first"));
            }
            else
            {
                await StageAsync(store, "first");
                await store.WriteAsync(ArchiveLayout.Logs("nightly"), new byte[] { 1 }, WriteCondition.None);
            }

            var held = new HeldAttempt(store, step, async () =>
            {
                await CleanUpAsync(services, First);
                if (firstIsMade)
                {
                    await ArchiveDeletion.DeleteAsync(store, "nightly", TestBackup.Owner(Guid.NewGuid(), "delete"));
                }

                Assert.Empty(store.Snapshot());
                await BeginAsync(services, Next);
                staged = await StageAsync(store, "next");
                if (nextIsMade)
                {
                    await CommitAsync(store, Next, staged);
                    await CleanUpAsync(services, Next);
                }

                before = store.Snapshot();
            });
            await held.RunAsync(() => CleanUpAsync(services, First));

            if (before is null)
            {
                break;
            }

            Assert.Equal(before, store.Snapshot());
            if (!nextIsMade)
            {
                await CommitAsync(store, Next, staged!);
            }

            Assert.Empty((await ArchiveVerifier.VerifyAsync(store, "nightly")).Problems);
        }

        Assert.True(step > 5, "It was hardly held: that is no test.");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_late_reservation_neither_holds_the_name_of_a_backup_nor_gets_the_next_runs(bool isAgain)
    {
        var step = 0;
        for (; ; step++)
        {
            var store = new MemoryStore();
            using var services = Services(store);
            IReadOnlyDictionary<string, byte[]>? before = null;
            var held = new HeldAttempt(store, step, async () =>
            {
                await BeginAsync(services, First);
                await CommitAsync(store, First, await StageAsync(store, "first"));
                await CleanUpAsync(services, First);
                if (isAgain)
                {
                    await ArchiveDeletion.DeleteAsync(store, "nightly", TestBackup.Owner(Guid.NewGuid(), "delete"));
                    await BeginAsync(services, Next);
                }

                before = store.Snapshot();
            });
            await held.RunAsync(() => BeginAsync(services, First));

            if (before is null)
            {
                break;
            }

            Assert.Equal(before, store.Snapshot());
        }

        Assert.True(step > 2, "It was hardly held: that is no test.");
    }

    [Fact]
    public async Task Cleaning_up_what_another_host_or_a_deletion_holds_changes_nothing()
    {
        var store = new MemoryStore();
        using var services = Services(store);
        await BackupReservation.AcquireAsync(store, "nightly", TestBackup.Owner(Next));
        var before = store.Snapshot();

        Assert.False(await CleanUpAsync(services, First));

        Assert.Equal(before, store.Snapshot());
    }

    [Fact]
    public async Task A_clean_up_that_was_cut_off_anywhere_is_finished_by_the_next_attempt()
    {
        for (var step = 0; ; step++)
        {
            var store = new MemoryStore();
            using var services = Services(store);
            await BeginAsync(services, First);
            await StageAsync(store, "first");
            await store.WriteAsync(ArchiveLayout.Logs("nightly"), new byte[] { 1 }, WriteCondition.None);
            var left = step;
            store.Before = (_, _) => left-- == 0
                ? Task.FromException(new InvalidOperationException("cut off"))
                : Task.CompletedTask;
            var wasCutOff = await Record.ExceptionAsync(() => CleanUpAsync(services, First)) is not null;
            store.Before = null;

            await CleanUpAsync(services, First);

            Assert.Empty(store.Snapshot());
            if (!wasCutOff)
            {
                return;
            }
        }
    }

    private static ActivityServices Services(IArchiveStore store) =>
        new(TimeProvider.System) { Host = "here", Stores = new(_ => store) };

    private static Task<bool> BeginAsync(ActivityServices services, Guid run) =>
        new ReserveBackupActivity(services).RunAsync(Context, new(Spec, run), default);

    private static Task<bool> CleanUpAsync(ActivityServices services, Guid run) =>
        new CleanUpBackupActivity(services).RunAsync(Context, new(Spec, run), default);

    private static async Task<PartSegment> StageAsync(MemoryStore store, string plan)
    {
        await StagingArea.ForBackup(store, "nightly").WriteAsync($"{plan}/scope.json", plan);
        return await TestBackup.StageAsync(store, "nightly", 0, [TestObject.ConfigMap("shop", plan)], Guid.NewGuid());
    }

    private static Task<ArchiveManifest> CommitAsync(MemoryStore store, Guid run, PartSegment segment) =>
        ArchiveCommit.CommitAsync(store, key: null, TestBackup.Draft("nightly", run), [segment], ["done"]);
}
