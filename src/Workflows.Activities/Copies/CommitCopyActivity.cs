using Workflows.Archive.Errors;
using Workflows.Durable;
using Workflows.Orchestrations.Copies;
using Workflows.Volumes.Copying;

namespace Workflows.Activities.Copies;

/// <summary>Writes the records of the volumes, for as long as its time lasts, and last of all the manifest.</summary>
public sealed class CommitCopyActivity(ActivityServices services) : Activity<CommitCopyInput, int?>
{
    private const int AtOnce = 8;

    /// <inheritdoc/>
    public override async Task<int?> RunAsync(ActivityContext context, CommitCopyInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        var startedAt = services.Time.GetTimestamp();
        var run = new CopyRun(services, input.Run);
        var backup = await run.Source.ReadAsync(cancellationToken);
        var planned = await run.ReadAsync(input.Plan, cancellationToken);
        if (backup.Overview.BackupUid != planned.BackupUid)
        {
            throw new BackupConflictException(
                run.Source.Backup, $"in {run.Source.Store.Location} is another one than when its copy began", "Start the copy again.");
        }

        await run.Target.RequireHeldAsync(cancellationToken);
        for (var next = input.Volume; next < planned.Volumes.Count; next += AtOnce)
        {
            if (next > input.Volume && services.Time.GetElapsedTime(startedAt) >= services.Budget)
            {
                return next;
            }

            await Parallel.ForEachAsync(
                planned.Volumes.Skip(next).Take(AtOnce),
                cancellationToken,
                async (volume, token) => await CommitAsync(run, volume, token));
        }

        await run.Target.PublishAsync(run.Source, backup, services.Time.GetUtcNow(), cancellationToken);
        return null;
    }

    private static async Task CommitAsync(CopyRun run, PlannedVolume planned, CancellationToken cancellationToken)
    {
        var volume = await VolumeCopy.OpenAsync(run.Source, run.Target.Store, planned.Record, cancellationToken);
        await volume!.CommitAsync(cancellationToken);
    }
}
