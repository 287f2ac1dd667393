using Workflows.Activities.Restores;
using Workflows.Activities.Tests.Restores.Support;
using Workflows.Archive.Encryption.KeyFiles;
using Workflows.Archive.Format;
using Workflows.Archive.Restores;
using Workflows.Archive.Staging;
using Workflows.Archive.Stores;
using Workflows.Archive.Tests.Support;
using Workflows.Core.Errors;
using Workflows.Core.Keys;
using Workflows.Core.Restores;

namespace Workflows.Activities.Tests.Restores;

/// <summary>Who holds a restore's name in its store.</summary>
public sealed class RestoreNameTests : IDisposable
{
    private readonly RestoreRun run = new();

    public void Dispose() => run.Dispose();

    [Fact]
    public async Task A_name_that_another_run_holds_is_refused_and_the_holder_is_named()
    {
        await TakeAsync("run@here");

        var refused = await Assert.ThrowsAsync<WorkflowsException>(() => TakeAsync("run@there"));

        Assert.Equal(ErrorKind.Conflict, refused.Kind);
        Assert.Contains("run@here", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_may_take_its_name_again()
    {
        await TakeAsync("run@here");

        await TakeAsync("run@here");

        Assert.Equal(RestoreRun.Claim, await RestoreClaims.FindAsync(run.Store, "first"));
    }

    [Fact]
    public async Task Cleaning_up_removes_what_this_run_holds_and_nothing_of_another()
    {
        var spec = run.Spec(cluster: run.NoCluster());
        var documents = run.Documents(spec, "plan");
        await TakeAsync("run@here");
        await documents.WriteVolumesAsync(["pv"], default);

        Assert.False(await run.CleanUpAsync(spec, TestRestore.Claim("another@here")));
        Assert.Equal(["pv"], await documents.ReadVolumesAsync(default));

        Assert.True(await run.CleanUpAsync(spec));
        Assert.Empty(Staged());
        await TakeAsync("run@there");
    }

    [Fact]
    public async Task A_run_takes_the_name_from_an_earlier_one_of_its_instance_and_never_from_a_later_one()
    {
        await TakeAsync("run@here", minutes: 1);

        await TakeAsync("run@here", minutes: 2);
        var late = await Assert.ThrowsAsync<WorkflowsException>(() => TakeAsync("run@here", minutes: 1));

        Assert.Equal(ErrorKind.Conflict, late.Kind);
        Assert.Equal(TestRestore.Claim("run@here", minutes: 2), await RestoreClaims.FindAsync(run.Store, "first"));
    }

    [Fact]
    public async Task A_late_clean_up_held_before_any_of_its_calls_leaves_the_name_to_the_next_run_of_the_instance()
    {
        var (first, next) = (TestRestore.Claim("run@here", minutes: 1), TestRestore.Claim("run@here", minutes: 2));
        var spec = run.Spec(cluster: run.NoCluster());
        for (var step = 0; ; step++)
        {
            var store = new MemoryStore();
            await RestoreClaims.TakeAsync(store, "first", first);
            await StagingArea.ForRestore(store, "first").WriteAsync("plan1/volumes.json", "x");
            IReadOnlyDictionary<string, byte[]>? before = null;
            var held = new HeldAttempt(store, step, async () =>
            {
                await RestoreClaims.ReleaseAsync(store, "first", first.RunUid);
                await RestoreClaims.TakeAsync(store, "first", next);
                await StagingArea.ForRestore(store, "first").WriteAsync("plan2/volumes.json", "y");
                await RestoreRecorder.BeginAsync(store, "first", "plan2", Guid.NewGuid(), FileKey.Generate());
                before = store.Snapshot();
            });
            using var services = new ActivityServices(TimeProvider.System) { Host = "here", Stores = new(_ => store) };

            await held.RunAsync(() =>
                new CleanUpRestoreActivity(services).RunAsync(RestoreRun.Context, new(spec, first.RunUid), default));

            if (before is null)
            {
                Assert.True(step > 3, "It was hardly held: that is no test.");
                return;
            }

            Assert.Equal(before, store.Snapshot());
        }
    }

    [Fact]
    public async Task A_late_attempt_of_a_run_that_has_ended_takes_nothing_and_leaves_nothing()
    {
        var spec = run.Spec(cluster: run.NoCluster());
        var plan = new RestorePlan("plan", DateTimeOffset.UnixEpoch, Guid.NewGuid(), "green", "v1.32.0", [], 0, OutcomeCounts.None);
        await run.Documents(spec, "plan").WritePlannedAsync([], default);
        await run.FinishAsync(spec, plan);

        var ended = await Assert.ThrowsAsync<WorkflowsException>(() => TakeAsync("run@here"));

        Assert.Equal(ErrorKind.Conflict, ended.Kind);
        Assert.Null(await RestoreClaims.FindAsync(run.Store, "first"));
    }

    [Fact]
    public async Task Cleaning_up_needs_no_key_and_removes_what_was_never_recorded()
    {
        var key = await KeyFile.CreateAsync(Path.Combine(run.Folder, "gone.key"));
        var spec = run.Spec(cluster: run.NoCluster()) with
        {
            Key = new KeyReference(Path.Combine(run.Folder, "moved.key"), key.KeyId),
        };
        await TakeAsync("run@here");
        await run.Documents(spec with { Key = null }, "plan").WritePlannedAsync([], default);
        await RestoreRecorder.BeginAsync(run.Store, "first", "plan", Guid.NewGuid(), key);
        await run.Store.WriteAsync(
            ArchiveLayout.RestoreOutcomes("first", "plan-failed", isEncrypted: true), new byte[] { 1 }, WriteCondition.None);

        Assert.True(await run.CleanUpAsync(spec));

        Assert.Empty(Staged());
        Assert.Empty(await run.Store.ListAsync(ArchiveLayout.RestoreOutcomesFolder("first")).ToListAsync());
    }

    private Task TakeAsync(string owner, int minutes = 0) => RestoreClaims.TakeAsync(run.Store, "first", TestRestore.Claim(owner, minutes));

    private string[] Staged() => Directory.GetFiles(run.Folder, "*.json", SearchOption.AllDirectories);
}
