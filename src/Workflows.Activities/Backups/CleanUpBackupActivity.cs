using Workflows.Archive.Backups;
using Workflows.Core.Backups;
using Workflows.Durable;

namespace Workflows.Activities.Backups;

/// <summary>
/// Removes what the run staged: plans, records, blocks that no commit took, and the reservation. Only what this run
/// holds; a name that another run reserved stays with it.
/// </summary>
public sealed class CleanUpBackupActivity(ActivityServices services) : Activity<BackupSpec, bool>
{
    /// <inheritdoc/>
    public override async Task<bool> RunAsync(
        ActivityContext context, BackupSpec input, CancellationToken cancellationToken) =>
        await BackupReservation.ReleaseAsync(
            services.Stores.Get(input.Store), input.Name, context.InstanceId, cancellationToken);
}
