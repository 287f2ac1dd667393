using System.Text;
using System.Text.Json;
using Workflows.Activities;
using Workflows.Activities.Backups;
using Workflows.Activities.Copies;
using Workflows.Activities.Events.Outgoing;
using Workflows.Activities.Retention;
using Workflows.Archive.Committing;
using Workflows.Archive.Encryption;
using Workflows.Archive.Encryption.KeyFiles;
using Workflows.Archive.Encryption.Envelopes;
using Workflows.Archive.Manifests;
using Workflows.Archive.Staging;
using Workflows.Archive.Stores;
using Workflows.Archive.Writing;
using Workflows.Core.Backups;
using Workflows.Core.Hooks;
using Workflows.Core.Resources;
using Workflows.Core.Volumes;
using Workflows.Durable;
using Workflows.Orchestrations.Backups;
using Workflows.Orchestrations.Copies;
using Workflows.Orchestrations.Events;
using Workflows.Orchestrations.Hooks;
using Workflows.Orchestrations.Retention;
using Workflows.Orchestrations.Volumes;

namespace Workflows.Cli.Tests.Harness;

/// <summary>
/// Activities of a backup that speak to no cluster: they capture ConfigMaps of their own making into the real
/// store, so that everything behind the command line but the cluster is real.
/// </summary>
internal sealed class FakeActivities(TimeProvider time) : IDisposable
{
    private static readonly CaptureSlice ConfigMaps = new("", "v1", "configmaps", "ConfigMap", true, null);

    private int captures;

    private ActivityServices services = new(time);

    /// <summary>What the last backup that began was asked for.</summary>
    public BackupSpec? LastSpec { get; private set; }

    /// <summary>Called before each part is captured: to fail, to wait, to interrupt.</summary>
    public Func<CancellationToken, Task> OnCapture { get; set; } = _ => Task.CompletedTask;

    /// <summary>Called before files of a copy are copied: to wait, to interrupt.</summary>
    public Func<CancellationToken, Task> OnCopy { get; set; } = _ => Task.CompletedTask;

    /// <summary>Called when all is done but for what was staged.</summary>
    public Action OnCleanUp { get; set; } = () => { };

    public IReadOnlyList<BackupProblem> Errors { get; set; } = [];

    /// <summary>What becomes of the data of claims; null where none was asked for.</summary>
    public IReadOnlyList<ClaimOutcome>? Volumes { get; set; }

    /// <summary>What the last backup with the data of claims was asked for; null where there was none.</summary>
    public BackupSpec? BackedUp { get; private set; }

    public int Objects { get; set; } = 3;

    /// <summary>How many parts were captured, over all runs.</summary>
    public int Captures => captures;

    public IDisposable Register(DurableRegistry registry, TimeProvider clock, EventEndpoint? events = null)
    {
        ArgumentNullException.ThrowIfNull(registry);
        services = new ActivityServices(clock) { Events = events };
        registry
            .AddActivity(BackupNames.ReserveBackup, () => new Lambda<ReserveBackupInput, bool>(ReserveAsync))
            .AddActivity(HookNames.FindHooks, () => new Lambda<PlanBackupInput, HookPlan>((_, input, _) =>
            {
                LastSpec = input.Spec;
                return Task.FromResult(HookPlan.None);
            }))
            .AddActivity(BackupNames.PlanBackup, () => new Lambda<PlanBackupInput, BackupPlan>((_, input, _) =>
                Task.FromResult(new BackupPlan("plan", input.BackupUid, time.GetUtcNow(), "v1.36.0", "4711", 1, 1, BackupPlan.StrideFor(1), Objects, 0))))
            .AddActivity(BackupNames.ReadPlanGroup, () => new Lambda<PlanGroup, IReadOnlyList<CapturePart>>((_, _, _) =>
                Task.FromResult<IReadOnlyList<CapturePart>>([new CapturePart(0, [ConfigMaps], Objects)])))
            .AddActivity(BackupNames.CapturePart, () => new Lambda<CapturePartInput, CaptureResult>(CaptureAsync))
            .AddActivity(BackupNames.RecordGroup, () => new Lambda<RecordGroupInput, CapturedGroup>(RecordAsync))
            .AddActivity(BackupNames.CommitBackup, () => new Lambda<CommitBackupInput, BackupSummary?>(CommitAsync))
            .AddActivity(BackupNames.CleanUpBackup, () => new Lambda<CleanUpBackupInput, bool>(CleanUpAsync))
            .AddActivity(BackupNames.LockBackup, () => new LockBackupActivity(services))
            .AddActivity(RetentionNames.EnforceLocks, () => new EnforceLocksActivity(services))
            .AddActivity(CopyNames.ReserveCopy, () => new ReserveCopyActivity(services))
            .AddActivity(CopyNames.PlanCopy, () => new PlanCopyActivity(services))
            .AddActivity(CopyNames.CopyFiles, () => new Lambda<CopyFilesInput, CopiedFiles>(async (context, input, token) =>
            {
                await OnCopy(token);
                return await new CopyFilesActivity(services).RunAsync(context, input, token);
            }))
            .AddActivity(CopyNames.RenewCopy, () => new RenewCopyActivity(services))
            .AddActivity(CopyNames.CommitCopy, () => new CommitCopyActivity(services))
            .AddActivity(CopyNames.CleanUpCopy, () => new CleanUpCopyActivity(services))
            .AddActivity(EventNames.SendEvent, () => new SendEventActivity(services))
            .AddActivity(RetentionNames.DecideRetention, () => new DecideRetentionActivity(services))
            .AddActivity(RetentionNames.DeleteExpired, () => new DeleteExpiredActivity(services))
            .AddActivity(VolumeNames.PlanVolumes, () => new Lambda<PlanVolumesInput, VolumePlan>((_, input, _) =>
            {
                BackedUp = input.Spec;
                return Task.FromResult(VolumePlan.None);
            }));
        return this;
    }

    public void Dispose() => services.Dispose();

    private async Task<bool> ReserveAsync(
        ActivityContext context, ReserveBackupInput input, CancellationToken cancellationToken)
    {
        var spec = input.Spec;
        var owner = await BackupReservation.AcquireAsync(
            ArchiveStores.Open(spec.Store),
            spec.Name,
            new ReservationOwner(context.InstanceId, "test-machine", time.GetUtcNow(), input.BackupUid),
            cancellationToken);
        if (new KeyRing(KeyFile.Read).Find(spec.Key) is { } key)
        {
            await KeyEnvelopes.CreateAsync(ArchiveStores.Open(spec.Store), spec.Name, owner.BackupUid, key, cancellationToken);
        }

        return true;
    }

    private static async Task<BackupKey?> KeyOfAsync(BackupSpec spec, CancellationToken cancellationToken) =>
        new KeyRing(KeyFile.Read).Find(spec.Key) is { } key
            ? await KeyEnvelopes.OpenAsync(ArchiveStores.Open(spec.Store), spec.Name, null, key, cancellationToken)
            : null;

    private async Task<CaptureResult> CaptureAsync(
        ActivityContext context, CapturePartInput input, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref captures);
        await OnCapture(cancellationToken);
        await using var writer = new SegmentWriter(
            ArchiveStores.Open(input.Spec.Store),
            input.Spec.Name,
            input.Part.Number,
            Guid.NewGuid(),
            new SegmentWriterOptions { Key = await KeyOfAsync(input.Spec, cancellationToken) });
        for (var i = 0; i < Objects; i++)
        {
            var json = Encoding.UTF8.GetBytes(
                $$$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"settings-{{{i}}}","namespace":"shop"}}""");
            await writer.AddAsync(
                new ArchivedObject(new GroupResource("configmaps", ""), ObjectHead.Read(json)), json, cancellationToken);
        }

        return new CaptureResult(await writer.CompleteAsync(cancellationToken), null, false, ObjectSetHash.Empty.ToString(), null);
    }

    private static async Task<CapturedGroup> RecordAsync(
        ActivityContext context, RecordGroupInput input, CancellationToken cancellationToken)
    {
        var segments = input.Parts.SelectMany(part => part.Segments).ToArray();
        await StagingArea.ForBackup(ArchiveStores.Open(input.Spec.Store), input.Spec.Name)
            .WriteAsync("group.json", segments, cancellationToken);
        return new CapturedGroup(
            input.Group, "group.json", input.Complete, segments.Sum(s => s.Objects), segments.Sum(s => s.DataLength));
    }

    private async Task<BackupSummary?> CommitAsync(
        ActivityContext context, CommitBackupInput input, CancellationToken cancellationToken)
    {
        var store = ArchiveStores.Open(input.Spec.Store);
        var segments = await StagingArea.ForBackup(store, input.Spec.Name)
            .ReadAsync<PartSegment[]>("group.json", cancellationToken);
        var draft = new ArchiveManifestDraft
        {
            BackupUid = input.Plan.BackupUid,
            Name = input.Spec.Name,
            StartedAt = input.Plan.StartedAt,
            CompletedAt = input.Plan.StartedAt + TimeSpan.FromSeconds(65),
            Ttl = input.Spec.Ttl,
            DeleteLock = input.Spec.DeleteLock,
            Plan = input.Spec.Plan,
            Source = new SourceCluster("v1.36.0", "4711") { ClusterUid = "3f1c" },
            Selection = JsonSerializer.SerializeToElement(
                new RecordedRequest(input.Spec.Selection, input.Spec.IncludeSecrets, input.Spec.Cluster.Context),
                DurableJson.Options),
            Errors = Errors,
            Volumes = Volumes is null ? null : [.. Volumes.Select(ArchivedClaim.Of)],
        };
        var manifest = await ArchiveCommit.CommitAsync(
            store,
            await KeyOfAsync(input.Spec, cancellationToken),
            draft,
            segments,
            ["time=now msg=done"],
            cancellationToken);
        return new BackupSummary(
            manifest.Name, manifest.Phase, manifest.Totals.Objects, manifest.Archive.Length,
            segments.Sum(s => s.PlainLength), 1, 0, manifest.Errors.Count, ["4711"]);
    }

    private async Task<bool> CleanUpAsync(
        ActivityContext context, CleanUpBackupInput input, CancellationToken cancellationToken)
    {
        OnCleanUp();
        var store = ArchiveStores.Open(input.Spec.Store);
        await BackupReservation.ReleaseAsync(store, input.Spec.Name, input.BackupUid, cancellationToken);
        await StagingArea.ForBackup(store, input.Spec.Name).ClearAsync(cancellationToken);
        return true;
    }
}
