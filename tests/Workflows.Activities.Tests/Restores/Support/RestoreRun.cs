using Workflows.Activities.Restores;
using Workflows.Activities.Restores.Planning;
using Workflows.Activities.Tests.Clusters;
using Workflows.Archive.Committing;
using Workflows.Archive.Encryption;
using Workflows.Archive.Manifests;
using Workflows.Archive.Restores;
using Workflows.Archive.Staging;
using Workflows.Archive.Stores;
using Workflows.Archive.Tests.Support;
using Workflows.Core.Clusters;
using Workflows.Core.Restores;
using Workflows.Core.Volumes;
using Workflows.Durable;
using Workflows.Orchestrations.Restores;

namespace Workflows.Activities.Tests.Restores.Support;

/// <summary>A store with backups made for a test, and the activities of restores from it.</summary>
internal sealed class RestoreRun : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("workflows-restore-");

    public RestoreRun()
    {
        Store = Services.Stores.Get(folder.FullName);
        Catalog = new(Store);
    }

    public static ActivityContext Context { get; } = new("run", "test");

    /// <summary>The claim of its run.</summary>
    public static RestoreClaim Claim { get; } = TestRestore.Claim("run@here");

    public ActivityServices Services { get; } = new(TimeProvider.System) { Host = "here" };

    public IArchiveStore Store { get; }

    public RestoreCatalog Catalog { get; }

    public string Folder => folder.FullName;

    /// <summary>A kubeconfig that nobody asks a server with.</summary>
    public ClusterReference NoCluster()
    {
        var file = Path.Combine(folder.FullName, "nowhere.kubeconfig");
        File.WriteAllText(file, """
            { "current-context": "nowhere", "clusters": [{ "name": "c", "cluster": { "server": "http://127.0.0.1:9" } }],
              "contexts": [{ "name": "nowhere", "context": { "cluster": "c", "user": "u" } }], "users": [{ "name": "u", "user": {} }] }
            """);
        return new([file], null);
    }

    public Task<ArchiveManifest> BackUpAsync(params IReadOnlyList<TestObject>[] parts) =>
        TestBackup.CreateAsync(Store, "nightly", parts);

    public Task<ArchiveManifest> BackUpAsync(IKeyEncryption key, params IReadOnlyList<TestObject>[] parts) =>
        TestBackup.CreateAsync(Store, key, "nightly", parts);

    /// <summary>A backup whose manifest tells of the data of claims.</summary>
    public async Task BackUpWithAsync(IReadOnlyList<ArchivedClaim> volumes, IReadOnlyList<TestObject> objects)
    {
        await BackupReservation.AcquireAsync(Store, "nightly", TestBackup.Owner());
        var segment = await TestBackup.StageAsync(Store, "nightly", 0, objects);
        await ArchiveCommit.CommitAsync(Store, null, TestBackup.Draft("nightly") with { Volumes = volumes }, [segment], ["done"]);
        await StagingArea.ForBackup(Store, "nightly").ClearAsync();
    }

    public RestoreSpec Spec(string name = "first", ClusterReference? cluster = null) => new()
    {
        Name = name,
        Backup = "nightly",
        Cluster = cluster ?? TestCluster.Reference,
        Store = folder.FullName,
    };

    public RestoreDocuments Documents(RestoreSpec spec, string planId = "") =>
        RestoreDocuments.Create(Services, spec, planId);

    public Task<RestorePlan> PlanAsync(RestoreSpec spec) =>
        new PlanRestoreActivity(Services).RunAsync(Context, new(spec, Claim.RunUid, Claim.StartedAt), default);

    /// <summary>What the plan would create, in the order of its waves.</summary>
    public async Task<IReadOnlyList<ChunkItem>> ItemsAsync(RestoreSpec spec, RestorePlan plan)
    {
        var items = new List<ChunkItem>();
        foreach (var wave in plan.Waves)
        {
            for (var chunk = 0; chunk < wave.Chunks; chunk++)
            {
                items.AddRange(await Documents(spec, plan.PlanId).ReadChunkAsync(wave.Number, chunk, default));
            }
        }

        return items;
    }

    public Task<IReadOnlyList<ObjectOutcome>> NotRestoredAsync(RestoreSpec spec, RestorePlan plan) =>
        Documents(spec, plan.PlanId).ReadPlannedAsync(default);

    /// <summary>Restores and records the first chunks of each wave, as the orchestration does.</summary>
    /// <param name="spec">What is asked for.</param>
    /// <param name="plan">Its plan.</param>
    /// <param name="waves">How many waves.</param>
    public async Task RestoreAsync(RestoreSpec spec, RestorePlan plan, int waves = int.MaxValue)
    {
        foreach (var group in plan.Waves.Take(waves).SelectMany(ChunkGroup.Of))
        {
            var attempts = new List<ChunkAttempt>();
            foreach (var chunk in Enumerable.Range(group.First, group.Chunks))
            {
                var restored = await new RestoreChunkActivity(Services).RunAsync(
                    Context, new(spec, plan.PlanId, group.Wave, chunk), default);
                attempts.Add(new(chunk, restored.Attempt));
            }

            await new RecordRestoredActivity(Services).RunAsync(
                Context, new(spec, plan.PlanId, group.Wave, group.Number, attempts), default);
        }
    }

    /// <summary>Compares and records everything that was restored, as the orchestration does.</summary>
    public async Task<ComparisonCounts> CompareAsync(RestoreSpec spec, RestorePlan plan)
    {
        var total = ComparisonCounts.None;
        foreach (var group in plan.Waves.SelectMany(ChunkGroup.Of))
        {
            var records = new List<ChunkAttempt>();
            foreach (var chunk in Enumerable.Range(group.First, group.Chunks))
            {
                var compared = await new CompareChunkActivity(Services).RunAsync(
                    Context, new(spec, plan.PlanId, group.Wave, chunk, group.Number), default);
                total = total.Plus(compared.Counts);
                if (compared.Record is { } record)
                {
                    records.Add(new(chunk, record));
                }
            }

            await new RecordComparedActivity(Services).RunAsync(
                Context, new(spec, plan.PlanId, group.Wave, group.Number, records), default);
        }

        return total;
    }

    public Task<RestoreSummary> FinishAsync(
        RestoreSpec spec, RestorePlan plan, ComparisonCounts? comparison = null, string? failure = null, int unserved = 0) =>
        new FinishRestoreActivity(Services).RunAsync(
            Context,
            new(spec, plan, comparison ?? ComparisonCounts.None, unserved, plan.StartedAt) { Failure = failure },
            default);

    public Task<bool> CleanUpAsync(RestoreSpec spec, RestoreClaim? claim = null) =>
        new CleanUpRestoreActivity(Services).RunAsync(Context, new(spec, (claim ?? Claim).RunUid), default);

    public async Task<IReadOnlyList<ObjectOutcome>> OutcomesAsync(string restore)
    {
        var outcomes = new List<ObjectOutcome>();
        await foreach (var outcome in Catalog.ReadOutcomesAsync(restore))
        {
            outcomes.Add(outcome);
        }

        return outcomes;
    }

    public void Dispose()
    {
        Services.Dispose();
        folder.Delete(recursive: true);
    }
}
