using Workflows.Activities.Plans;
using Workflows.Activities.Schedules;
using Workflows.Archive.Catalog;
using Workflows.Archive.Committing;
using Workflows.Archive.Staging;
using Workflows.Archive.Tests.Support;
using Workflows.Core.Backups;
using Workflows.Core.Plans;
using Workflows.Core.Volumes;

namespace Workflows.Activities.Tests.Schedules;

/// <summary>A tick over a real catalog and real memories in a store in memory, in virtual time.</summary>
internal sealed class TickBench : TimeProvider
{
    private const string StoreAddress = "/store";

    public TickBench(DateTimeOffset begin)
    {
        Now = begin;
        Runs = new FakeRuns(() => Now);
    }

    public DateTimeOffset Now { get; set; }

    public MemoryStore Store { get; } = new();

    public OpenStores Stores => new(_ => Store);

    public FakeRuns Runs { get; }

    public ResourceCatalog Catalog => new(Store, this);

    public override DateTimeOffset GetUtcNow() => Now;

    /// <summary>The tick of a process that has just begun: it remembers nothing.</summary>
    public ScheduleTick NewTick() => new(Catalog, new ScheduleMemories(Store), Specs(), Runs, Stores, this);

    public PlanSpecs Specs(MoverSettings? mover = null) => new(Catalog, StoreAddress, mover, Stores);

    public Task<TickReport> TickAsync() => NewTick().RunAsync(CancellationToken.None);

    /// <summary>Declares a plan, of a cluster that is declared with it.</summary>
    public Task DeclareAsync(string schedule, string name = "nightly", string more = "") => ApplyAsync(
        """
        apiVersion: workflows/v1
        kind: Cluster
        metadata: { name: blue }
        spec: { kubeconfig: [/etc/blue] }
        """,
        $$"""
        apiVersion: workflows/v1
        kind: BackupPlan
        metadata: { name: {{name}} }
        spec:
          cluster: blue
          includeSecrets: true
          {{(schedule.Length > 0 ? $"schedule: {{ {schedule} }}" : "")}}
          {{more}}
        """);

    public async Task ApplyAsync(params string[] documents)
    {
        var changes = new CatalogChanges(Catalog, new PlanBackups(Store));
        var declared = PlanReader.ReadDeclared([new PlanText("plans.yaml", string.Join("\n---\n", documents))]);
        await changes.ApplyAsync(await changes.PlanAsync(declared));
    }

    /// <summary>Puts a backup into the store, as a run of a plan makes it.</summary>
    public async Task MakeAsync(
        string name,
        DateTimeOffset started,
        string plan = "nightly",
        IReadOnlyList<BackupProblem>? errors = null,
        IReadOnlyList<ArchivedClaim>? volumes = null)
    {
        await BackupReservation.AcquireAsync(Store, name, TestBackup.Owner());
        PartSegment[] segments = [await TestBackup.StageAsync(Store, name, 0, [TestObject.ConfigMap("shop", "a")])];
        var draft = TestBackup.Draft(name) with
        {
            StartedAt = started,
            CompletedAt = started.AddMinutes(1),
            Plan = plan,
            Errors = errors ?? [],
            Volumes = volumes,
        };
        await ArchiveCommit.CommitAsync(Store, key: null, draft, segments, ["done"]);
        await BackupReservation.ReleaseAsync(Store, name, TestBackup.Uid);
    }
}
