using Workflows.Activities.Restores.Planning;
using Workflows.Activities.Volumes.Moving;
using Workflows.Activities.Volumes.Snapshots;
using Workflows.Archive.Encryption;
using Workflows.Archive.Errors;
using Workflows.Archive.Reading;
using Workflows.Archive.Restores;
using Workflows.Archive.Stores;
using Workflows.Archive.Verifying;
using Workflows.Core.Errors;
using Workflows.Core.Resources;
using Workflows.Core.Restores;
using Workflows.Core.Restores.Rules;
using Workflows.Core.Restores.Waves;
using Workflows.Core.Volumes;
using Workflows.Durable;
using Workflows.Orchestrations.Restores;

namespace Workflows.Activities.Restores;

/// <summary>
/// Opens the backup, asks the cluster what it serves, decides for each object of the index what becomes of it, and
/// stores the waves of chunks under the attempt's name. The cluster is only read.
/// </summary>
public sealed class PlanRestoreActivity(ActivityServices services) : Activity<PlanRestoreInput, RestorePlan>
{
    /// <inheritdoc/>
    public override async Task<RestorePlan> RunAsync(
        ActivityContext context, PlanRestoreInput input, CancellationToken cancellationToken)
    {
        var startedAt = services.Time.GetUtcNow();
        var spec = input.Spec;
        var store = services.Stores.Get(spec.Store);
        await RestoreClaims.TakeAsync(
            store,
            spec.Name,
            new(services.OwnerOf(context), spec.Backup, input.RunUid, input.RunStartedAt),
            cancellationToken);
        var reader = await ArchiveReader.OpenAsync(store, spec.Backup, services.Keys.Find(spec.Key), cancellationToken);
        var documents = RestoreDocuments.Create(services, spec, ActivityServices.NewAttempt());
        await RequireIntactAsync(store, spec.Backup, services.Keys.Find(spec.Key), cancellationToken);
        var client = services.Clusters.Get(spec.Cluster);
        var target = await TargetCluster.SurveyAsync(client, cancellationToken);
        await RequireFreeAsync(target.Storage, spec, cancellationToken);
        var draft = await new RestorePlanner(spec, reader, target).PlanAsync(cancellationToken);

        foreach (var wave in draft.Waves)
        {
            for (var chunk = 0; chunk < wave.Chunks.Count; chunk++)
            {
                await documents.WriteChunkAsync(wave.Number, chunk, wave.Chunks[chunk], cancellationToken);
            }
        }

        await documents.WriteVolumesAsync(draft.Volumes, cancellationToken);
        await documents.WritePlannedAsync(draft.NotRestored, cancellationToken);
        await documents.WriteProblemsAsync(draft.Problems, cancellationToken);
        var pods = draft.HookedPods(spec);
        await documents.WriteHookedPodsAsync(pods, cancellationToken);
        var volumes = VolumePlan.None;
        var planned = new FilledClaims([], []);
        if (VolumeRun.Of(spec, input.RunUid) is { } run)
        {
            await new MoverSweep(new(client), store, spec.Store).RunAsync(cancellationToken);
            planned = await FilledClaims.PlanAsync(new(new(client)), run, draft.Claims, cancellationToken);
            volumes = await VolumeDocuments.Create(services, run)
                .WritePlanAsync(documents.PlanId, planned.Claims, cancellationToken);
        }

        await documents.WriteSourcesAsync(planned.Sources, cancellationToken);

        return new(
            documents.PlanId,
            startedAt,
            reader.Manifest.BackupUid,
            client.Connection.ContextName,
            target.Version,
            [.. draft.Waves.Select(wave => wave.Summarise())],
            draft.Waves.Sum(wave => wave.Objects),
            draft.NotRestored.Aggregate(OutcomeCounts.None, (counts, outcome) => counts.Plus(outcome.Outcome)))
        {
            Volumes = volumes,
            MayHaveHooks = spec.RunHooks && pods.Namespaces.Count > 0,
            VolumesAfter = WaveOrder.Default.WaveOf(KnownResources.PersistentVolumeClaims),
        };
    }

    /// <summary>
    /// A claim that is copied becomes a new one. This restore's own is none that was there: it is met when the plan is
    /// made once more, whose result nobody uses.
    /// </summary>
    private static async Task RequireFreeAsync(
        TargetStorage storage, RestoreSpec spec, CancellationToken cancellationToken)
    {
        if (spec.Claims.Copy is { } copy
            && await storage.FindClaimAsync(copy.Into, cancellationToken) is { } taken
            && !RestoreOrigins.IsSurelyCreatedBy(spec.Name, taken))
        {
            throw new WorkflowsException(
                ErrorKind.Conflict,
                $"The cluster has a claim {copy.Into} already, whose data stays as it is. Restore into another name (--into).");
        }
    }

    /// <summary>
    /// Hashes every stored byte before the first object is created: an archive that is damaged at its end must not be
    /// found out with half of it restored.
    /// </summary>
    private static async Task RequireIntactAsync(
        IArchiveStore store, string backup, IKeyEncryption? key, CancellationToken cancellationToken)
    {
        var report = await ArchiveVerifier.VerifyAsync(
            store, backup, key, VerifyDepth.Checksums, progress: null, cancellationToken);
        if (report.Problems is [var first, ..])
        {
            throw new ArchiveDamagedException(backup, first.Where, first.What);
        }
    }
}
