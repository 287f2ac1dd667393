using System.Collections.Concurrent;
using Workflows.Core.Volumes;
using Workflows.Core.Volumes.Seeing;
using Workflows.Orchestrations.Tests.Hosting;
using Workflows.Orchestrations.Volumes;

namespace Workflows.Orchestrations.Tests.Volumes;

/// <summary>The activities that move claims, in memory; what a test wants otherwise it says before the run.</summary>
internal sealed class VolumeFakes
{
    public const string Attempt = "0123456789abcdef0123456789abcdef";

    private readonly ConcurrentDictionary<ClaimName, int> looks = new();

    public VolumeFakes(FakeActivities? activities = null)
    {
        Activities = activities ?? new();
        Activities
            .On(VolumeNames.ReadClaims, input => Claims.Skip(input.Group * VolumePlan.MaxGroup).Take(VolumePlan.MaxGroup).ToArray())
            .On(VolumeNames.RecordClaims, input => Record(input))
            .OnAsync(VolumeNames.StartMover, move => Start(move))
            .On(VolumeNames.AttendMover, input => Attend(input, looks.AddOrUpdate(input.Move.Planned.Claim, 1, (_, n) => n + 1)))
            .On(VolumeNames.CommitVolume, input => Commit(input))
            .On(VolumeNames.CleanUpMover, move => CleanUp(move));
    }

    public FakeActivities Activities { get; }

    public IReadOnlyList<PlannedClaim> Claims { get; init; } = SomeClaims(1);

    public VolumeRun Run { get; init; } = new()
    {
        Task = MoverTask.Backup,
        Cluster = new(["/home/somebody/.kube/config"], "blue"),
        Store = "/backups",
        Backup = "nightly",
        Uid = new("0f8fad5b-d9cb-469f-a165-70867728950e"),
        Settings = new() { Image = "mover:1" },
    };

    public ConcurrentQueue<ClaimOutcome> Recorded { get; } = new();

    /// <summary>Called before outcomes are recorded.</summary>
    public Action<RecordClaimsInput> Recording { get; set; } = _ => { };

    public Func<ClaimMove, Task<MoverStart>> Start { get; set; } = _ => Task.FromResult(MoverStart.Done);

    /// <summary>What a look finds; the second argument counts the claim's looks from 1.</summary>
    public Func<AttendInput, int, MoverReport> Attend { get; set; } =
        (_, look) => look < 3 ? Running(look) : Succeeded();

    public Func<CommitVolumeInput, ClaimOutcome> Commit { get; set; } = input =>
        new(input.Move.Planned.Claim, ClaimState.Completed, null) { Record = input.Move.Planned.Record, Bytes = 1_000 };

    public Func<ClaimMove, bool> CleanUp { get; set; } = _ => true;

    public static MoverReport Running(int look) => new(
        MoverPhase.Running, null, new() { Pod = "mover-1", Attempt = Attempt }, Bytes: look * 100);

    public static MoverReport Succeeded() => new(MoverPhase.Succeeded, null, new() { Attempt = Attempt }, 1_000)
    {
        Result = new(Attempt, 1_000, 0),
    };

    public static MoverReport Of(MoverPhase phase, string? reason = null) => new(phase, reason, MoverState.Unknown, 0);

    public static IReadOnlyList<PlannedClaim> SomeClaims(int count, Func<int, string?>? nodeOf = null) =>
    [
        .. Enumerable.Range(0, count).Select(number => new PlannedClaim(
            new("shop", $"data-{number}"), $"nightly.{number:x12}", $"claim-{number:x20}") { Node = nodeOf?.Invoke(number) }),
    ];

    public Task<Run> MoveOneAsync() => Hosting.Run.ToEndAsync(
        Activities,
        Run.Task is MoverTask.Backup ? VolumeNames.BackupClaim : VolumeNames.RestoreClaim,
        new ClaimInput(new(Run, Claims[0])));

    public Task<Run> MoveGroupAsync() =>
        Hosting.Run.ToEndAsync(Activities, VolumeNames.MoveClaims, new MoveClaimsInput(Run, "plan", 0));

    private bool Record(RecordClaimsInput input)
    {
        Recording(input);
        foreach (var outcome in input.Outcomes)
        {
            Recorded.Enqueue(outcome);
        }

        return true;
    }
}
