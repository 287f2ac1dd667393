using System.Runtime.Versioning;
using System.Security.Cryptography;
using Workflows.Activities.Copies;
using Workflows.Archive.Committing;
using Workflows.Archive.Encryption;
using Workflows.Archive.Encryption.Envelopes;
using Workflows.Archive.Encryption.Volumes;
using Workflows.Archive.Staging;
using Workflows.Archive.Tests.Support;
using Workflows.Core.Backups;
using Workflows.Core.Copies;
using Workflows.Core.Volumes;
using Workflows.Durable;
using Workflows.Orchestrations.Copies;
using Workflows.Volumes.Backups;
using Workflows.Volumes.Manifests;

namespace Workflows.Activities.Tests.Copies;

/// <summary>Two stores, backups with the data of one claim in the first, and a copy's activities in their order.</summary>
[SupportedOSPlatform("linux")]
internal sealed class CopyBench : TimeProvider, IDisposable
{
    public const string Volume = "claim-0123456789abcdef0123";

    private readonly List<string> brought = [];
    private readonly DirectoryInfo tree = Directory.CreateTempSubdirectory("workflows-copies-");

    public CopyBench()
    {
        From = new LockedMemoryStore(() => Now);
        To = new LockedMemoryStore(() => Now);
        Services = new ActivityServices(this) { Stores = new OpenStores(Open) };
        Change("first");
    }

    public DateTimeOffset Now { get; set; } = TestBackup.Started.AddHours(1);

    public LockedMemoryStore From { get; }

    public LockedMemoryStore To { get; }

    /// <summary>The packs that were written to the target's container since <see cref="WatchAsync"/>.</summary>
    public IReadOnlyList<string> Brought => [.. brought];

    public ActivityServices Services { get; private set; }

    public override DateTimeOffset GetUtcNow() => Now;

    /// <summary>Adds a file that no backup has yet.</summary>
    public void Change(string file) => File.WriteAllBytes(Path.Combine(tree.FullName, file), RandomNumberGenerator.GetBytes(300_000));

    /// <summary>A backup as its orchestration makes it, in the clear or with a key.</summary>
    public async Task<VolumeRecord> MakeAsync(string name, IKeyEncryption? wrapping = null, Guid? uid = null, LockedMemoryStore? at = null)
    {
        var store = at ?? From;
        var backupUid = uid ?? TestBackup.Uid;
        await BackupReservation.AcquireAsync(store, name, TestBackup.Owner(backupUid));
        var key = wrapping is null ? null : await KeyEnvelopes.CreateAsync(store, name, backupUid, wrapping);
        var claim = new ClaimName("shop", "data");
        var record = await BackUpClaimAsync(store, MoverNames.Record(name, backupUid, claim), wrapping);
        PartSegment[] segments =
        [
            await TestBackup.StageAsync(store, name, 0, TestObject.Guestbook(), key: key),
            await TestBackup.StageAsync(store, name, 1, [TestObject.ConfigMap("shop", "other")], key: key),
        ];
        var draft = TestBackup.Draft(name, backupUid) with
        {
            Volumes = [ArchivedClaim.Of(new(claim, ClaimState.Completed, Reason: null) { Record = record.Name, Volume = Volume })],
        };
        await ArchiveCommit.CommitAsync(store, key, draft, segments, ["done"]);
        await BackupReservation.ReleaseAsync(store, name, backupUid);
        return record;
    }

    public static CopyInput Input(string name) => new(new CopySpec(name, "from", "to"), Guid.NewGuid());

    public Task<ReservedCopy> ReserveAsync(CopyInput input) => new ReserveCopyActivity(Services).RunAsync(Context, input, default);

    public Task<CopyPlan> PlanAsync(CopyInput input) => new PlanCopyActivity(Services).RunAsync(Context, input, default);

    public Task<CopiedFiles> CopyFilesAsync(CopyInput input, string plan, CopyPosition? from = null) =>
        new CopyFilesActivity(Services).RunAsync(Context, new(input, plan, Lane: 0, Lanes: 1, from ?? new(0, 0, 0)), default);

    public Task<int?> CommitAsync(CopyInput input, string plan) =>
        new CommitCopyActivity(Services).RunAsync(Context, new(input, plan, Volume: 0), default);

    public Task<bool> CleanUpAsync(CopyInput input, string? plan) =>
        new CleanUpCopyActivity(Services).RunAsync(Context, new(input, plan), default);

    /// <summary>A copy from its beginning to its end.</summary>
    /// <returns>Its plan, and what was copied of it.</returns>
    public async Task<(CopyPlan Plan, CopiedFiles Copied)> CopyAsync(string name)
    {
        var input = Input(name);
        Assert.False((await ReserveAsync(input)).IsThere);
        var plan = await PlanAsync(input);
        var copied = await CopyFilesAsync(input, plan.Name);
        Assert.Null(copied.Next);
        Assert.Null(await CommitAsync(input, plan.Name));
        Assert.True(await CleanUpAsync(input, plan.Name));
        return (plan, copied);
    }

    /// <summary>All files of a store, those of the claim's container behind its name.</summary>
    public static async Task<Dictionary<string, byte[]>> FilesAsync(LockedMemoryStore store)
    {
        var data = await ContainerAsync(store);
        return store.Inner.Snapshot()
            .Concat(data.Inner.Snapshot().Select(blob => KeyValuePair.Create($"{Volume}:{blob.Key}", blob.Value)))
            .ToDictionary(StringComparer.Ordinal);
    }

    public static async Task<LockedMemoryStore> ContainerAsync(LockedMemoryStore store) =>
        (LockedMemoryStore)await store.OpenContainerAsync(Volume, create: true);

    /// <summary>Runs before each operation on the target, its container included; it may throw.</summary>
    public async Task OnTargetAsync(Func<string, string, Task>? before)
    {
        To.Inner.Before = before;
        (await ContainerAsync(To)).Inner.Before = before;
    }

    /// <summary>Notes from now on what comes into the target's container.</summary>
    public async Task WatchAsync() => (await ContainerAsync(To)).Inner.Before = (operation, path) =>
    {
        if (operation is "write" && path.Contains("/packs/", StringComparison.Ordinal))
        {
            brought.Add(path);
        }

        return Task.CompletedTask;
    };

    /// <summary>As another process would open everything.</summary>
    public void Restart(TimeSpan? budget = null)
    {
        Services.Dispose();
        Services = new ActivityServices(this) { Stores = new OpenStores(Open), Budget = budget ?? TimeSpan.FromMinutes(3) };
    }

    public void Dispose()
    {
        Services.Dispose();
        tree.Delete(recursive: true);
    }

    private static ActivityContext Context => new("copy-nightly", "Copy");

    private LockedMemoryStore Open(string address) => address == "from" ? From : To;

    private async Task<VolumeRecord> BackUpClaimAsync(LockedMemoryStore store, string record, IKeyEncryption? wrapping)
    {
        var data = await store.OpenContainerAsync(Volume, create: true);
        var runs = new VolumeRuns(store, data, this, Volume);
        var attempt = await runs.BeginAsync(record, Volume);
        var key = wrapping is null ? null : await VolumeKeys.CreateAsync(store, Volume, wrapping);
        await using var parent = await runs.FindParentAsync(Volume, folder: null, key);
        var request = new TreeBackupRequest(record, Volume, attempt, tree.FullName) { Parent = parent, Key = key?.ForAttempt(attempt) };
        var result = await new TreeBackup(data, request, this).RunAsync();
        var made = await runs.CommitAsync(result, "shop/data", key);
        await runs.EndAsync(record, Volume);
        return made;
    }
}
