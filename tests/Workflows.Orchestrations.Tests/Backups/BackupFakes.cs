using System.Collections.Concurrent;
using Workflows.Core.Backups;
using Workflows.Core.Backups.Planning;
using Workflows.Core.Hooks;
using Workflows.Orchestrations.Backups;
using Workflows.Orchestrations.Hooks;
using Workflows.Orchestrations.Tests.Hosting;

namespace Workflows.Orchestrations.Tests.Backups;

/// <summary>A backup's activities in memory; what a test wants otherwise it says before the run.</summary>
internal sealed class BackupFakes
{
    private const string FirstPlan = "5e1f00c0ffee";

    private readonly IReadOnlyList<IReadOnlyList<CapturePart>> groups;
    private readonly Queue<string> laterRevisions = new(["200", "300", "400", "500", "600", "700", "800"]);
    private readonly ConcurrentDictionary<string, IReadOnlyList<CapturedPart>> records = new(StringComparer.Ordinal);

    public BackupFakes(IReadOnlyList<CapturePart> parts)
    {
        Parts = parts;
        groups = PartGroups.Of(parts);
    }

    public IReadOnlyList<CapturePart> Parts { get; }

    public FakeActivities Activities { get; } = new();

    public BackupSpec Spec { get; set; } = new()
    {
        Name = "nightly",
        Cluster = new(["/home/somebody/.kube/config"], "blue"),
        Store = "/backups",
        IncludeSecrets = true,
    };

    public Func<CapturePartInput, Task<CaptureResult>> Capture { get; set; } =
        input => Task.FromResult(Captured(input));

    /// <summary>The pods that have hooks.</summary>
    public HookPlan Hooks { get; init; } = HookPlan.None;

    /// <summary>What becomes of a hook.</summary>
    public Func<HookRun, HookRunResult> Hook { get; init; } = _ => new(Ran: true, Failed: false);

    public Func<PlanBackupInput, BackupPlan>? Plan { get; set; }

    /// <summary>What a look at a later revision finds of a captured part.</summary>
    public Func<CheckPartInput, PartState> Check { get; set; } = _ => PartState.Unchanged;

    /// <summary>Whether a renewed plan has the parts of the one before.</summary>
    public bool KeepsParts { get; init; } = true;

    /// <summary>What a renewed plan makes of a part.</summary>
    public Func<CapturePart, CapturePart> RenewedPart { get; init; } = part => part;

    public Func<CommitBackupInput, BackupSummary?>? Commit { get; set; }

    public Func<LockBackupInput, bool> Lock { get; set; } = _ => true;

    public Func<bool> CleanUp { get; set; } = () => true;

    /// <summary>What a capture that went well answers: one segment, all of the part.</summary>
    public static CaptureResult Captured(CapturePartInput input, CapturePoint? next = null) => new(
        new(
            input.Segment,
            $"{input.Segment:x32}",
            DataBlocks: 1,
            DataLength: 1_000,
            new string('a', 64),
            PlainLength: 9_000,
            IndexBlocks: 1,
            IndexLength: 300,
            new string('b', 64),
            Objects: 10)
        {
            Stored = new(1_000, new string('c', 64), 300, new string('d', 64)),
        },
        next,
        Compacted: false,
        Hash(input.Part.Number),
        null);

    public static CaptureResult Compacted() =>
        new(null, null, Compacted: true, ObjectSetHash.Empty.ToString(), null);

    public static string Hash(int part) => $"{part:x64}";

    public static IReadOnlyList<CapturePart> SomeParts(int count) =>
    [
        .. Enumerable.Range(0, count).Select(number => new CapturePart(
            number, [new("", "v1", "configmaps", "ConfigMap", true, $"team-{number}")], EstimatedObjects: 10)),
    ];

    public static BackupSummary SummaryOf(CommitBackupInput input) => new(
        input.Spec.Name,
        BackupPhase.Completed,
        input.Groups.Sum(group => group.Objects),
        1,
        1,
        input.Plan.Parts,
        0,
        0,
        [input.Plan.Revision]);

    public Task<Run> RunAsync()
    {
        Activities
            .On(BackupNames.ReserveBackup, _ => true)
            .On(HookNames.FindHooks, _ => Hooks)
            .On(HookNames.RunHook, input => Hook(input))
            .On(BackupNames.PlanBackup, input => Plan is null ? PlanOf(input) : Plan(input))
            .On(BackupNames.ReadPlanGroup, input => input.PlanId == FirstPlan
                ? groups[input.Group]
                : [.. groups[input.Group].Select(RenewedPart)])
            .OnAsync(BackupNames.CapturePart, input => Capture(input))
            .On(BackupNames.CheckPart, input => Check(input))
            .On(BackupNames.RenewPlan, RenewalOf)
            .On(BackupNames.ReadCaptured, input => records[input.Record])
            .On(BackupNames.TakeRevision, _ => laterRevisions.Dequeue())
            .On(BackupNames.RecordGroup, RecordOf)
            .On(BackupNames.CommitBackup, input => Commit is null ? SummaryOf(input) : Commit(input))
            .On(BackupNames.LockBackup, input => Lock(input))
            .On(BackupNames.CleanUpBackup, _ => CleanUp());
        return Run.ToEndAsync(Activities, BackupNames.Backup, Spec);
    }

    /// <summary>What the commit was given: the parts of the backup, in the order of the plan.</summary>
    public IReadOnlyList<CapturedPart> Committed() =>
    [
        .. Activities.InputsOf(BackupNames.CommitBackup)[^1].Groups.SelectMany(group => records[group.Record]),
    ];

    private BackupPlan PlanOf(PlanBackupInput input) => new(
        FirstPlan,
        input.BackupUid,
        default,
        "v1.32.0",
        "100",
        groups.Count,
        Parts.Count,
        BackupPlan.StrideFor(Parts.Count),
        Parts.Count * 10,
        0);

    private RenewedPlan RenewalOf(RenewPlanInput input) => new(
        input.Plan with { PlanId = $"after-{input.Plan.Revision}", Revision = laterRevisions.Dequeue() }, KeepsParts);

    private CapturedGroup RecordOf(RecordGroupInput input)
    {
        var record = $"{input.PlanId}/record-{input.Group}";
        records[record] = input.Parts;
        return new(input.Group, record, input.Complete, input.Parts.Count * 10, input.Parts.Count * 1_000);
    }
}
