using System.Runtime.Versioning;
using System.Security.Cryptography;
using Workflows.Activities.Locks;
using Workflows.Archive.Committing;
using Workflows.Archive.Staging;
using Workflows.Archive.Tests.Support;
using Workflows.Core.Backups;
using Workflows.Core.Volumes;
using Workflows.Volumes.Backups;
using Workflows.Volumes.Manifests;

namespace Workflows.Activities.Tests.Locks;

/// <summary>Backups with the data of one claim, each of which shares what is unchanged, in a store that keeps locks itself.</summary>
[SupportedOSPlatform("linux")]
internal sealed class LockBench : TimeProvider, IDisposable
{
    private const string Volume = "claim-0123456789abcdef0123";

    private readonly DirectoryInfo tree = Directory.CreateTempSubdirectory("workflows-locks-");

    public LockBench()
    {
        Store = new LockedMemoryStore(() => Now);
        Change("first");
    }

    public DateTimeOffset Now { get; set; } = TestBackup.Started.AddHours(1);

    public LockedMemoryStore Store { get; }

    public override DateTimeOffset GetUtcNow() => Now;

    public BackupLocks Locks(TimeSpan? budget = null) => new(Store, this, budget ?? TimeSpan.FromMinutes(3));

    /// <summary>Adds a file that no backup has yet.</summary>
    public void Change(string file) => File.WriteAllBytes(Path.Combine(tree.FullName, file), RandomNumberGenerator.GetBytes(100_000));

    /// <summary>A backup as its orchestration makes it.</summary>
    public async Task<VolumeRecord> MakeAsync(
        string name, int lockDays = 0, string? plan = "nightly", DateTimeOffset? started = null, bool withClaim = true)
    {
        await BackupReservation.AcquireAsync(Store, name, TestBackup.Owner());
        var record = withClaim ? await BackUpClaimAsync(MoverNames.Record(name, TestBackup.Uid, new("shop", "data"))) : null;
        PartSegment[] segments = [await TestBackup.StageAsync(Store, name, 0, [TestObject.ConfigMap("shop", "a")])];
        var draft = TestBackup.Draft(name) with
        {
            StartedAt = started ?? TestBackup.Started,
            CompletedAt = (started ?? TestBackup.Started).AddMinutes(1),
            Plan = plan,
            Ttl = TimeSpan.Zero,
            DeleteLock = TimeSpan.FromDays(lockDays),
        };
        await ArchiveCommit.CommitAsync(Store, key: null, draft, segments, ["done"]);
        await BackupReservation.ReleaseAsync(Store, name, TestBackup.Uid);
        return record!;
    }

    /// <summary>The paths of all blobs that a backup needs, those in the claim's container behind its name.</summary>
    public async Task<IReadOnlyList<string>> NeededAsync(string backup, VolumeRecord? record)
    {
        var own = await Store.ListAsync("").Select(blob => blob.Path)
            .Where(path => path.StartsWith($"velero/backups/{backup}/", StringComparison.Ordinal)
                || path == $"catalog/backups/{backup}.json"
                || path == $"catalog/indexes/{backup}.jsonl.gz"
                || path == $"catalog/volumes/{record?.Name}.json")
            .ToListAsync();
        return
        [
            .. own,
            .. record is null ? [] : record.Packs.Select(pack => $"{Volume}:volumes/{Volume}/packs/{pack.Name}").Append($"{Volume}:{record.Tree.Path}"),
        ];
    }

    public void Dispose() => tree.Delete(recursive: true);

    private async Task<VolumeRecord> BackUpClaimAsync(string record)
    {
        var data = await Store.OpenContainerAsync(Volume, create: true);
        var runs = new VolumeRuns(Store, data, this, Volume);
        var attempt = await runs.BeginAsync(record, Volume);
        await using var parent = await runs.FindParentAsync(Volume, folder: null, key: null);
        var result = await new TreeBackup(data, new(record, Volume, attempt, tree.FullName) { Parent = parent }, this).RunAsync();
        var made = await runs.CommitAsync(result, "shop/data", key: null);
        await runs.EndAsync(record, Volume);
        return made;
    }
}
