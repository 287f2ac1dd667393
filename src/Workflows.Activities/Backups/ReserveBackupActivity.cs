using Workflows.Archive.Staging;
using Workflows.Durable;
using Workflows.Orchestrations.Backups;

namespace Workflows.Activities.Backups;

/// <summary>Takes the backup's name in the store; the same run may take it again.</summary>
public sealed class ReserveBackupActivity(ActivityServices services) : Activity<ReserveBackupInput, bool>
{
    /// <inheritdoc/>
    public override async Task<bool> RunAsync(
        ActivityContext context, ReserveBackupInput input, CancellationToken cancellationToken)
    {
        var owner = new ReservationOwner(
            services.OwnerOf(context), services.Host, services.Time.GetUtcNow(), input.BackupUid);
        await BackupReservation.AcquireAsync(
            services.Stores.Get(input.Spec.Store), input.Spec.Name, owner, cancellationToken);
        return true;
    }
}
