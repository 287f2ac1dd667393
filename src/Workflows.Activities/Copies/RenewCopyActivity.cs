using Workflows.Durable;
using Workflows.Orchestrations.Copies;
using Workflows.Volumes.Backups;

namespace Workflows.Activities.Copies;

/// <summary>Says once more, for each claim, that a backup of it is at work in the target: that is good for a day.</summary>
public sealed class RenewCopyActivity(ActivityServices services) : Activity<PlannedCopyInput, bool>
{
    private const int AtOnce = 16;

    /// <inheritdoc/>
    public override async Task<bool> RunAsync(
        ActivityContext context, PlannedCopyInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        var run = new CopyRun(services, input.Run);
        await run.Target.RequireHeldAsync(cancellationToken);
        await Parallel.ForEachAsync(
            (await run.ReadAsync(input.Plan!, cancellationToken)).Volumes,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (volume, token) =>
            {
                var data = await run.OpenTargetAsync(volume.Container, token);
                await new VolumeRuns(run.Target.Store, data, services.Time, volume.Container)
                    .RenewAsync(volume.Record, volume.Volume, volume.Attempt, token);
            });
        return true;
    }
}
