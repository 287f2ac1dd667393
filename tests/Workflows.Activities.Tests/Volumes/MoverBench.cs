using System.Text;
using System.Text.Json.Nodes;
using Workflows.Activities.Clusters;
using Workflows.Activities.Tests.Clusters;
using Workflows.Activities.Volumes;
using Workflows.Activities.Volumes.Moving;
using Workflows.Archive.Stores.Containers;
using Workflows.Core.Resources;
using Workflows.Core.Volumes;
using Workflows.Durable;
using Workflows.Kubernetes;
using Workflows.Orchestrations.Volumes;
using Workflows.Volumes.Backups;

namespace Workflows.Activities.Tests.Volumes;

/// <summary>
/// A namespace on a real API server with its controllers: Jobs get pods, which nobody runs, since the claims' volumes are
/// on a node that is not there. What a node would say of a pod the test says. The store is a folder.
/// </summary>
internal sealed class MoverBench : IAsyncDisposable
{
    public static readonly ApiResource Volumes =
        new("", "v1", "persistentvolumes", "PersistentVolume", false, ["list"]);

    private static readonly ActivityContext Context = new("run", "test");

    private readonly DirectoryInfo store = Directory.CreateTempSubdirectory("workflows-movers-");
    private readonly List<string> volumes = [];

    private MoverBench(LiveNamespace ns, TimeProvider time)
    {
        Ns = ns;
        Services = new(time);
        Run = new()
        {
            Task = MoverTask.Backup,
            Cluster = TestCluster.Reference,
            Store = store.FullName,
            Backup = "nightly",
            Uid = Guid.NewGuid(),
            Settings = new() { Image = "mover:1" },
        };
    }

    public LiveNamespace Ns { get; }

    public ActivityServices Services { get; }

    public VolumeRun Run { get; init; }

    public string Store => store.FullName;

    public static async Task<MoverBench> CreateAsync(TimeProvider? time = null)
    {
        var bench = new MoverBench(await LiveNamespace.CreateAsync(), time ?? TimeProvider.System);
        await bench.Ns.AwaitAsync(Kinds.ServiceAccounts, "default", _ => true);
        return bench;
    }

    /// <summary>A claim that is bound to a volume of its own, on a node that is not there.</summary>
    public async Task<ClaimMove> AddClaimAsync(string name = "data", string? labels = null, string volumeMode = "Filesystem")
    {
        var volume = $"{Ns.Name}-{name}";
        volumes.Add(volume);
        await Ns.CreateAsync(Volumes, $$"""
            {"metadata": {"name": "{{volume}}"}, "spec": {"capacity": {"storage": "1Gi"}, "accessModes": ["ReadWriteOnce"],
             "volumeMode": "{{volumeMode}}", "storageClassName": "none", "hostPath": {"path": "/nowhere/{{volume}}"},
             "nodeAffinity": {"required": {"nodeSelectorTerms": [{"matchExpressions": [
               {"key": "kubernetes.io/hostname", "operator": "In", "values": ["nobody"]}] }] } },
             "claimRef": {"namespace": "{{Ns.Name}}", "name": "{{name}}"} } }
            """);
        await Ns.CreateAsync(ClusterKinds.Claims, $$"""
            {"metadata": {"name": "{{name}}", "labels": {{labels ?? "{}"}} }, "spec": {"accessModes": ["ReadWriteOnce"],
             "volumeMode": "{{volumeMode}}", "storageClassName": "none", "volumeName": "{{volume}}",
             "resources": {"requests": {"storage": "1Gi"} } } }
            """);

        // The binder looks at what changes, and at the rest every quarter of a minute only.
        var looks = 0;
        await UntilAsync(async () =>
        {
            await Ns.MergeAsync(ClusterKinds.Claims, name, $$$"""{"metadata": {"annotations": {"look": "{{{++looks}}}"} } }""");
            return (await Ns.FindAsync(ClusterKinds.Claims, name))?["status"]?["phase"]?.GetValue<string>() == "Bound";
        });
        var claim = (await Ns.FindAsync(ClusterKinds.Claims, name))!;
        var uid = claim["metadata"]!["uid"]!.GetValue<string>();
        var claimName = new ClaimName(Ns.Name, name);
        return new(
            Run,
            new(claimName, MoverNames.Record(Run.Backup, Run.Uid, claimName), MoverNames.Volume(uid)) { Uid = uid });
    }

    /// <summary>Makes the backup of a claim's volume that a restore looks for: of an empty folder.</summary>
    [System.Runtime.Versioning.SupportedOSPlatform("linux")]
    public async Task RecordAsync(ClaimMove move)
    {
        var (catalog, planned) = (Services.Stores.Get(Store), move.Planned);
        var data = await ((IContainerStore)catalog).OpenContainerAsync(planned.Volume, create: true);
        var runs = new VolumeRuns(catalog, data, TimeProvider.System, planned.Volume);
        var attempt = await runs.BeginAsync(planned.Record, planned.Volume);
        var empty = Directory.CreateDirectory(Path.Combine(Store, "empty")).FullName;
        var tree = new TreeBackup(data, new(planned.Record, planned.Volume, attempt, empty), TimeProvider.System);
        await runs.CommitAsync(await tree.RunAsync(), "claim");
        await runs.EndAsync(planned.Record, planned.Volume);
    }

    public Task<MoverStart> StartAsync(ClaimMove move) => new StartMoverActivity(Services).RunAsync(Context, move, default);

    public Task<MoverReport> AttendAsync(ClaimMove move, IMoverPods? pods = null, MoverState? state = null) =>
        new AttendMoverActivity(Services, client => pods ?? new ClusterMoverPods(client))
            .RunAsync(Context, new(move, state ?? MoverState.Unknown), default);

    public Task<ClaimOutcome> CommitAsync(ClaimMove move, MoverResult result) =>
        new CommitVolumeActivity(Services).RunAsync(Context, new(move, result), default);

    public Task StopAsync() => new StopMoversActivity(Services).RunAsync(Context, Run, default);

    public Task<bool> CleanUpAsync(ClaimMove move) => new CleanUpMoverActivity(Services).RunAsync(Context, move, default);

    /// <summary>Asks until the mover is gone, as its orchestration does.</summary>
    public Task CleanUpToTheEndAsync(ClaimMove move) => UntilAsync(() => CleanUpAsync(move));

    /// <summary>Looks until a mover is as wanted.</summary>
    public async Task<MoverReport> AttendUntilAsync(ClaimMove move, Func<MoverReport, bool> isWanted)
    {
        MoverReport? seen = null;
        await UntilAsync(async () => isWanted(seen = await AttendAsync(move)));
        return seen!;
    }

    public async Task<IReadOnlyList<JsonObject>> JobsAsync() =>
        await new MoverCluster(Ns.Client).ListAsync(ClusterKinds.Jobs, Ns.Name, null, null, default);

    public async Task<IReadOnlyList<JsonObject>> PodsAsync() =>
        await new MoverCluster(Ns.Client).ListAsync(ClusterKinds.Pods, Ns.Name, null, null, default);

    /// <summary>Waits for the pod that the cluster's controller makes of a Job.</summary>
    public async Task<string> AwaitPodAsync(ClaimMove move, params string[] others)
    {
        string? name = null;
        await UntilAsync(async () =>
        {
            var pods = await new MoverCluster(Ns.Client).PodsOfAsync(move, default);
            name = pods.Select(pod => pod["metadata"]!["name"]!.GetValue<string>())
                .FirstOrDefault(pod => !others.Contains(pod, StringComparer.Ordinal));
            return name is not null;
        });
        return name!;
    }

    /// <summary>Deletes a pod at once.</summary>
    public Task DeletePodAsync(string pod) =>
        Ns.Client.DeleteAsync(ClusterKinds.Pods, Ns.Name, pod, new() { GracePeriodSeconds = 0 }, default);

    /// <summary>Says of a pod what a kubelet would.</summary>
    public Task SayOfPodAsync(string pod, string phase, string containerState) => PatchStatusAsync(ClusterKinds.Pods, pod, $$"""
        {"status": {"phase": "{{phase}}", "containerStatuses": [{"name": "mover", "image": "mover:1", "imageID": "",
         "ready": false, "restartCount": 0, "state": {{containerState}} }] } }
        """);

    public Task SayRunningAsync(string pod) => SayOfPodAsync(pod, "Running", """{"running": {"startedAt": "2030-01-01T00:00:00Z"} }""");

    public Task SayEndedAsync(string pod, int exitCode, string lastWord) => SayOfPodAsync(
        pod,
        exitCode == 0 ? "Succeeded" : "Failed",
        $$"""{"terminated": {"exitCode": {{exitCode}}, "message": {{JsonValue.Create(lastWord).ToJsonString()}} } }""");

    public Task PatchStatusAsync(ApiResource kind, string name, string patch) => Ns.Client.PatchAsync(
        kind, kind.Namespaced ? Ns.Name : null, name, PatchType.MergePatch, Encoding.UTF8.GetBytes(patch),
        new() { Subresource = "status", FieldManager = "kubelet" }, default);

    public static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await holds())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), patience.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var volume in volumes)
        {
            await Ns.Client.DeleteAsync(Volumes, null, volume, new(), default);
        }

        await Ns.DisposeAsync();
        Services.Dispose();
        store.Delete(recursive: true);
    }
}
