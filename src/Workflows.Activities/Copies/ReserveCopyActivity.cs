using Workflows.Archive.Staging;
using Workflows.Durable;
using Workflows.Orchestrations.Copies;

namespace Workflows.Activities.Copies;

/// <summary>Takes the backup's name in the target, unless the backup is there already; the same run may take it again.</summary>
public sealed class ReserveCopyActivity(ActivityServices services) : Activity<CopyInput, ReservedCopy>
{
    /// <inheritdoc/>
    public override async Task<ReservedCopy> RunAsync(ActivityContext context, CopyInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        var run = new CopyRun(services, input);
        var backup = await run.Source.ReadAsync(cancellationToken);
        var owner = new ReservationOwner(services.OwnerOf(context), services.Host, services.Time.GetUtcNow(), input.Copy);
        var isNew = await run.Target.AcquireAsync(backup, owner, cancellationToken);
        return new ReservedCopy(backup.Overview.BackupUid, !isNew, backup.Overview.Snapshots);
    }
}
