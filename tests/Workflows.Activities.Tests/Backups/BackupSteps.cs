using Workflows.Activities.Backups;
using Workflows.Core.Backups;
using Workflows.Core.Clusters;
using Workflows.Core.Selection;
using Workflows.Durable;
using Workflows.Orchestrations.Backups;

namespace Workflows.Activities.Tests.Backups;

/// <summary>The steps of one backup, as its orchestration takes them, one at a time; its store is a folder of its own.</summary>
internal sealed class BackupSteps : IDisposable
{
    private static readonly ActivityContext Context = new("run", "test");

    private readonly Guid uid = Guid.NewGuid();
    private readonly DirectoryInfo store = Directory.CreateTempSubdirectory("workflows-steps-");

    public BackupSteps(ClusterReference cluster, ObjectSelection selection) => Spec = new()
    {
        Name = "steps",
        Cluster = cluster,
        Store = store.FullName,
        IncludeSecrets = true,
        Selection = selection,
    };

    public BackupSpec Spec { get; }

    public ActivityServices Services { get; } = new(TimeProvider.System);

    public string Store => store.FullName;

    public async Task<BackupPlan> PlanAsync()
    {
        await new ReserveBackupActivity(Services).RunAsync(Context, new(Spec, uid), default);
        return await new PlanBackupActivity(Services).RunAsync(Context, new(Spec, uid), default);
    }

    public async Task<BackupPlan> RenewAsync(BackupPlan plan) =>
        (await new RenewPlanActivity(Services).RunAsync(Context, new(Spec, plan), default)).Plan;

    public async Task<IReadOnlyList<CapturePart>> PartsAsync(BackupPlan plan)
    {
        var parts = new List<CapturePart>();
        for (var group = 0; group < plan.Groups; group++)
        {
            parts.AddRange(await new ReadPlanGroupActivity(Services).RunAsync(
                Context, new(Spec, plan.PlanId, group), default));
        }

        return parts;
    }

    public Task<CaptureResult> CaptureAsync(BackupPlan plan, CapturePart part) =>
        new CapturePartActivity(Services).RunAsync(
            Context, new(Spec, plan.PlanId, plan.Revision, part, part.Number, new(0, null)), default);

    public Task<PartState> CheckAsync(BackupPlan plan, CapturePart part, string hash) =>
        new CheckPartActivity(Services).RunAsync(
            Context, new(Spec, plan.PlanId, plan.Revision, part, hash), default);

    public Task<string> RevisionAsync() => new TakeRevisionActivity(Services).RunAsync(Context, Spec, default);

    /// <summary>Captures everything that was planned, and gives what the commit takes.</summary>
    public async Task<CommitBackupInput> CaptureAllAsync(BackupPlan plan)
    {
        var groups = new List<CapturedGroup>();
        for (var group = 0; group < plan.Groups; group++)
        {
            var captured = new List<CapturedPart>();
            var parts = await new ReadPlanGroupActivity(Services).RunAsync(
                Context, new(Spec, plan.PlanId, group), default);
            foreach (var part in parts)
            {
                var result = await CaptureAsync(plan, part);
                IReadOnlyList<PartSegment> segments = result.Segment is null ? [] : [result.Segment];
                IReadOnlyList<string> problems = result.Problems is null ? [] : [result.Problems];
                captured.Add(new(part.Number, plan.Revision, part.Slices.Count, segments, result.Hash, problems));
            }

            groups.Add(await new RecordGroupActivity(Services).RunAsync(
                Context, new(Spec, plan.PlanId, group, Complete: true, captured), default));
        }

        return new(Spec, plan, groups, TimeProvider.System.GetUtcNow());
    }

    public Task<BackupSummary?> CommitAsync(CommitBackupInput input) =>
        new CommitBackupActivity(Services).RunAsync(Context, input, default);

    public void Dispose()
    {
        Services.Dispose();
        store.Delete(recursive: true);
    }
}
