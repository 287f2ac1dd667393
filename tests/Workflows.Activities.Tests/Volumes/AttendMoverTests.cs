using System.Text;
using System.Runtime.Versioning;
using Workflows.Activities.Tests.Clusters;
using Workflows.Activities.Volumes.Moving;
using Workflows.Archive.Stores.Containers;
using Workflows.Core.Errors;
using Workflows.Core.Volumes;
using Workflows.Core.Volumes.Seeing;
using Workflows.Orchestrations.Volumes;
using Workflows.Volumes.Handover;
using Workflows.Volumes.Manifests;
using Workflows.Volumes.Stores;

namespace Workflows.Activities.Tests.Volumes;

[SupportedOSPlatform("linux")]
public sealed class AttendMoverTests : IDisposable
{
    private readonly DirectoryInfo data = Directory.CreateTempSubdirectory("workflows-claim-");

    public AttendMoverTests() => File.WriteAllText(Path.Combine(data.FullName, "entries"), "hello");

    public void Dispose() => data.Delete(recursive: true);

    [ClusterFact]
    public async Task A_waiting_mover_is_handed_its_job_with_a_grant_to_create_and_an_intent_that_stands_already()
    {
        await using var bench = await MoverBench.CreateAsync();
        var move = await bench.AddClaimAsync();
        var pods = new FakeMoverPods(data.FullName);
        await RunPodAsync(bench, move);

        var report = await bench.AttendAsync(move, pods);

        var header = Assert.Single(pods.Handed);
        Assert.Equal((HandoverKind.Backup, move.Planned.Record, move.Planned.Volume), (header.Kind, header.Name, header.Volume));
        Assert.Equal(StoreAccess.CreateOnly, header.Grant.Access);
        Assert.Equal((MoverPhase.Running, header.Attempt), (report.Phase, report.State.Attempt));
        Assert.Contains(await StoredAsync(bench, move), path => path == new VolumeLayout(move.Planned.Volume).Intent(header.Attempt));
    }

    [ClusterFact]
    public async Task What_a_mover_stored_becomes_a_backup_once_and_the_next_claims_parent()
    {
        await using var bench = await MoverBench.CreateAsync();
        var move = await bench.AddClaimAsync();
        var pods = new FakeMoverPods(data.FullName);
        var pod = await RunPodAsync(bench, move);
        var state = (await bench.AttendAsync(move, pods)).State;
        await bench.SayEndedAsync(pod, 0, LastWord(move, pods));

        var report = await bench.AttendAsync(move, pods, state);
        var outcome = await bench.CommitAsync(move, report.Result!);

        Assert.Equal(MoverPhase.Succeeded, report.Phase);
        Assert.Equal((ClaimState.Completed, 5), (outcome.State, outcome.Bytes));
        Assert.Equal(outcome, await bench.CommitAsync(move, report.Result!));
        var record = await new VolumeCatalog(bench.Services.Stores.Get(bench.Store)).GetAsync(move.Planned.Record);
        Assert.Equal(move.Planned.Volume, record.Container);

        // Another run of the same claim: handed over is what the first stored.
        var again = move with { Run = move.Run with { Uid = Guid.NewGuid() }, Planned = move.Planned with { Record = "nightly.000000000002" } };
        await bench.CleanUpToTheEndAsync(move);
        await RunPodAsync(bench, again);
        await bench.AttendAsync(again, pods);
        Assert.Equal(move.Planned.Record, pods.Result!.Parent);
        Assert.Equal(0, pods.Result.Totals.NewBytes);
    }

    [ClusterFact]
    public async Task A_hand_over_whose_answer_was_lost_is_known_by_the_movers_log_and_not_begun_twice()
    {
        await using var bench = await MoverBench.CreateAsync();
        var move = await bench.AddClaimAsync();
        var pods = new FakeMoverPods(data.FullName) { LosesAnswers = true };
        await RunPodAsync(bench, move);

        var lost = await Assert.ThrowsAnyAsync<WorkflowsException>(() => bench.AttendAsync(move, pods));
        pods.LosesAnswers = false;
        var report = await bench.AttendAsync(move, pods);

        Assert.True(lost.IsTransient);
        Assert.Equal(MoverPhase.Running, report.Phase);
        Assert.Equal(pods.Handed[0].Attempt, report.State.Attempt);

        // Nobody knows when the lost hand-over's grant ends.
        Assert.Equal([HandoverKind.Backup, HandoverKind.Grant], pods.Handed.Select(header => header.Kind));
        Assert.Single(pods.Handed.Select(header => header.Attempt).Distinct(StringComparer.Ordinal));
    }

    [ClusterFact]
    public async Task A_pod_that_took_the_place_of_a_failed_one_is_handed_an_attempt_of_its_own()
    {
        await using var bench = await MoverBench.CreateAsync();
        var move = await bench.AddClaimAsync();
        var pods = new FakeMoverPods(data.FullName);
        var first = await RunPodAsync(bench, move);
        var state = (await bench.AttendAsync(move, pods)).State;
        await bench.SayEndedAsync(first, 137, "");
        var second = await bench.AwaitPodAsync(move, first);

        Assert.True((await bench.AttendAsync(move, pods, state)).Phase is MoverPhase.Starting or MoverPhase.Blocked);
        await bench.SayRunningAsync(second);
        var report = await bench.AttendAsync(move, pods, state);

        Assert.Equal(second, report.State.Pod);
        Assert.Equal(2, pods.Handed.Select(header => header.Attempt).Distinct(StringComparer.Ordinal).Count());
    }

    [ClusterFact]
    public async Task A_pod_that_goes_before_it_is_handed_its_job_ends_nothing()
    {
        await using var bench = await MoverBench.CreateAsync();
        var move = await bench.AddClaimAsync();
        var pods = new FakeMoverPods(data.FullName);
        var first = await RunPodAsync(bench, move);
        pods.BeforeHandOver = async (pod, header) =>
        {
            await bench.DeletePodAsync(pod);
            await new ClusterMoverPods(bench.Ns.Client).HandOverAsync(bench.Ns.Name, pod, header, null, default);
        };

        var vanished = await bench.AttendAsync(move, pods);
        pods.BeforeHandOver = (_, _) => Task.CompletedTask;
        var second = await bench.AwaitPodAsync(move, first);
        await bench.SayRunningAsync(second);
        var report = await bench.AttendAsync(move, pods, vanished.State);

        Assert.Equal(MoverPhase.Starting, vanished.Phase);
        Assert.Contains(first, vanished.Reason, StringComparison.Ordinal);
        Assert.Equal((MoverPhase.Running, second), (report.Phase, report.State.Pod));
    }

    [ClusterFact]
    public async Task A_pod_that_goes_after_its_job_is_done_leaves_the_backup_that_it_stored()
    {
        await using var bench = await MoverBench.CreateAsync();
        var move = await bench.AddClaimAsync();
        var pods = new FakeMoverPods(data.FullName);
        var pod = await RunPodAsync(bench, move);
        var state = (await bench.AttendAsync(move, pods)).State;
        await bench.SayEndedAsync(pod, 0, LastWord(move, pods));
        await MoverBench.UntilAsync(async () => (await bench.JobsAsync()).Single()["status"]?["succeeded"] is not null);
        await bench.DeletePodAsync(pod);

        var report = await bench.AttendAsync(move, pods, state);
        var outcome = await bench.CommitAsync(move, report.Result!);

        Assert.Equal((MoverPhase.Succeeded, state.Attempt), (report.Phase, report.Result!.Attempt));
        Assert.Equal((ClaimState.Completed, 5, null), (outcome.State, outcome.Bytes, outcome.Reason));
        Assert.Equal(MoverPhase.Failed, (await bench.AttendAsync(move, pods)).Phase);
    }

    [ClusterFact]
    public async Task A_mover_at_work_tells_how_far_it_is_and_is_left_alone()
    {
        await using var bench = await MoverBench.CreateAsync();
        var move = await bench.AddClaimAsync();
        var pods = new FakeMoverPods(data.FullName);
        var pod = await RunPodAsync(bench, move);
        var state = (await bench.AttendAsync(move, pods)).State;
        pods.Say(pod, MoverEvents.Progress, state.Attempt, bytes: 4_711);
        pods.Say(pod, MoverEvents.Problem);

        var report = await bench.AttendAsync(move, pods, state);
        pods.Say(pod, MoverEvents.StoreWaiting, state.Attempt);
        var waiting = await bench.AttendAsync(move, pods, state);

        Assert.Equal((MoverPhase.Running, 4_711, null), (report.Phase, report.Bytes, report.Reason));
        Assert.Equal((MoverPhase.Running, 4_711, $"{MoverEvents.StoreWaiting}."), (waiting.Phase, waiting.Bytes, waiting.Reason));
        Assert.Equal(state, report.State);
        Assert.Single(pods.Handed);
    }

    [ClusterFact]
    public async Task A_grant_and_an_intent_are_renewed_before_they_end()
    {
        var clock = new SetTime();
        await using var bench = await MoverBench.CreateAsync(clock);
        var move = await bench.AddClaimAsync();
        var pods = new FakeMoverPods(data.FullName);
        var pod = await RunPodAsync(bench, move);
        var state = (await bench.AttendAsync(move, pods)).State with { RenewGrantAt = clock.GetUtcNow() + TimeSpan.FromHours(2) };
        pods.Say(pod, MoverEvents.Progress, state.Attempt);
        var intent = new VolumeLayout(move.Planned.Volume).Intent(state.Attempt!);
        var before = (await FindAsync(bench, move, intent)).ETag;

        clock.Now += TimeSpan.FromMinutes(61);
        state = (await bench.AttendAsync(move, pods, state)).State;
        Assert.NotEqual(before, (await FindAsync(bench, move, intent)).ETag);
        Assert.Single(pods.Handed);

        clock.Now += TimeSpan.FromMinutes(61);
        await bench.AttendAsync(move, pods, state);
        Assert.Equal((HandoverKind.Grant, state.Attempt), (pods.Handed[^1].Kind, pods.Handed[^1].Attempt));
    }

    [ClusterFact]
    public async Task A_mover_that_refuses_its_job_for_good_is_the_claims_failure_and_for_now_is_asked_again()
    {
        await using var bench = await MoverBench.CreateAsync();
        var move = await bench.AddClaimAsync();
        var pods = new FakeMoverPods(data.FullName)
        {
            Refuse = _ => new(false, null, ErrorKind.Usage, "This mover reads version 1."),
        };
        await RunPodAsync(bench, move);

        var report = await bench.AttendAsync(move, pods);
        pods.Refuse = _ => new(false, null, ErrorKind.Unavailable, "There is no room.");
        var passing = await Assert.ThrowsAnyAsync<WorkflowsException>(() => bench.AttendAsync(move, pods));

        Assert.Equal(MoverPhase.Failed, report.Phase);
        Assert.Contains("reads version 1", report.Reason, StringComparison.Ordinal);
        Assert.True(passing.IsTransient);
    }

    [ClusterTheory]
    [InlineData(null, "did not say what it did")]
    [InlineData("Killed", "did not say what it did")]
    [InlineData("""{"outcome": "completed"}""", "did not say what it did")]
    public async Task A_program_that_ended_well_and_is_no_mover_has_failed(string? lastWord, string reason)
    {
        await using var bench = await MoverBench.CreateAsync();
        var move = await bench.AddClaimAsync();
        await bench.SayEndedAsync(await RunPodAsync(bench, move), 0, lastWord ?? "");

        var report = await bench.AttendAsync(move);

        Assert.Equal(MoverPhase.Failed, report.Phase);
        Assert.Contains(reason, report.Reason, StringComparison.Ordinal);
    }

    [ClusterTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_failure_that_will_be_the_same_again_ends_it_and_another_is_followed_by_the_next_pod(bool isTransient)
    {
        await using var bench = await MoverBench.CreateAsync();
        var move = await bench.AddClaimAsync();
        var word = new MoverOutcome
        {
            Outcome = MoverOutcome.Failed,
            Kind = ErrorKind.Damaged,
            Transient = isTransient,
            Message = "The parent is damaged.",
        };
        await bench.SayEndedAsync(await RunPodAsync(bench, move), 1, Encoding.UTF8.GetString(word.ToTerminationMessage()));

        var report = await bench.AttendAsync(move);

        Assert.Equal(!isTransient, report.Phase is MoverPhase.Failed);
        Assert.Equal(!isTransient, report.Reason == word.Message);
    }

    private static async Task<string> RunPodAsync(MoverBench bench, ClaimMove move)
    {
        Assert.Equal(MoverStart.Done, await bench.StartAsync(move));
        var pod = await bench.AwaitPodAsync(move);
        await bench.SayRunningAsync(pod);
        return pod;
    }

    private static string LastWord(ClaimMove move, FakeMoverPods pods) => Encoding.UTF8.GetString(new MoverOutcome
    {
        Outcome = MoverOutcome.Completed,
        Attempt = pods.Result!.Attempt,
        Result = new VolumeLayout(move.Planned.Volume).Result(pods.Result.Attempt),
    }.ToTerminationMessage());

    private static async Task<IReadOnlyList<string>> StoredAsync(MoverBench bench, ClaimMove move)
    {
        var container = await ((IContainerStore)bench.Services.Stores.Get(bench.Store)).OpenContainerAsync(move.Planned.Volume, false);
        return await container.ListAsync("").Select(blob => blob.Path).ToListAsync();
    }

    private static async Task<Archive.Stores.StoredBlob> FindAsync(MoverBench bench, ClaimMove move, string path)
    {
        var container = await ((IContainerStore)bench.Services.Stores.Get(bench.Store)).OpenContainerAsync(move.Planned.Volume, false);
        return (await container.FindAsync(path))!;
    }

    private sealed class SetTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UtcNow;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
