using Workflows.Archive.Staging;
using Workflows.Core.Backups;
using Workflows.Durable;

namespace Workflows.Activities.Backups;

/// <summary>Takes the backup's name in the store; the same run may take it again.</summary>
public sealed class ReserveBackupActivity(ActivityServices services) : Activity<BackupSpec, Guid>
{
    /// <inheritdoc/>
    public override async Task<Guid> RunAsync(
        ActivityContext context, BackupSpec input, CancellationToken cancellationToken)
    {
        var owner = new ReservationOwner(
            services.OwnerOf(context), services.Host, services.Time.GetUtcNow(), Guid.NewGuid());
        var holder = await BackupReservation.AcquireAsync(
            services.Stores.Get(input.Store), input.Name, owner, cancellationToken);
        return holder.BackupUid;
    }
}
