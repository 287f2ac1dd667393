using Workflows.Activities.Volumes;
using Workflows.Archive.Deleting;
using Workflows.Archive.Reading;
using Workflows.Archive.Staging;
using Workflows.Archive.Stores.Errors;
using Workflows.Durable;
using Workflows.Orchestrations.Copies;
using Workflows.Volumes.Backups;

namespace Workflows.Activities.Copies;

/// <summary>
/// Lets the name go in the target, last. Where there is no manifest, all that the copy has brought goes before that, but for
/// data of volumes that other backups need. Only what this run holds: what somebody else has taken stays with them.
/// </summary>
public sealed class CleanUpCopyActivity(ActivityServices services) : Activity<PlannedCopyInput, bool>
{
    private const int AtOnce = 16;

    /// <inheritdoc/>
    public override async Task<bool> RunAsync(
        ActivityContext context, PlannedCopyInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        var run = new CopyRun(services, input.Run);
        var (store, name, copy) = (run.Target.Store, run.Target.Backup, run.Target.Copy);
        if ((await BackupReservation.FindAsync(store, name, cancellationToken))?.BackupUid != copy)
        {
            return false;
        }

        if (await new BackupCatalog(store).FindAsync(name, cancellationToken) is null)
        {
            await new BackupsOfVolumes(store, services.Time).AbandonAsync(name, cancellationToken);
            return await ArchiveDeletion.AbandonAsync(store, name, copy, cancellationToken);
        }

        await EndVolumesAsync(run, input.Plan, cancellationToken);
        return await BackupReservation.ReleaseAsync(store, name, copy, cancellationToken);
    }

    private async Task EndVolumesAsync(CopyRun run, string? plan, CancellationToken cancellationToken)
    {
        var planned = plan is null ? null : await run.FindAsync(plan, cancellationToken);
        await Parallel.ForEachAsync(
            planned?.Volumes ?? [],
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (volume, token) =>
            {
                try
                {
                    var data = await run.OpenTargetAsync(volume.Container, token);
                    await new VolumeRuns(run.Target.Store, data, services.Time, volume.Container)
                        .EndAsync(volume.Record, volume.Volume, token);
                }
                catch (StoreNotFoundException)
                {
                    // Its container was deleted since, and what it said with it.
                }
            });
    }
}
