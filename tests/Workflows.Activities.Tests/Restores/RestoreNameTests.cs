using Workflows.Activities.Tests.Restores.Support;
using Workflows.Archive.Encryption.KeyFiles;
using Workflows.Archive.Format;
using Workflows.Archive.Restores;
using Workflows.Archive.Stores;
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

        Assert.Equal(new RestoreClaim("run@here", "nightly"), await RestoreClaims.FindAsync(run.Store, "first"));
    }

    [Fact]
    public async Task Cleaning_up_removes_what_this_run_holds_and_nothing_of_another()
    {
        var spec = run.Spec(cluster: run.NoCluster());
        var documents = run.Documents(spec, "plan");
        await TakeAsync("run@here");
        await documents.WriteVolumesAsync(["pv"], default);

        Assert.False(await run.CleanUpAsync(spec, "another"));
        Assert.Equal(["pv"], await documents.ReadVolumesAsync(default));

        Assert.True(await run.CleanUpAsync(spec));
        Assert.Empty(Staged());
        await TakeAsync("run@there");
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

    private Task TakeAsync(string owner) => RestoreClaims.TakeAsync(run.Store, "first", new(owner, "nightly"));

    private string[] Staged() => Directory.GetFiles(run.Folder, "*.json", SearchOption.AllDirectories);
}
