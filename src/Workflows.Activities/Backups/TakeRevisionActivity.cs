using Workflows.Activities.Backups.Planning;
using Workflows.Core.Backups;
using Workflows.Durable;

namespace Workflows.Activities.Backups;

/// <summary>Takes the cluster's revision of now.</summary>
public sealed class TakeRevisionActivity(ActivityServices services) : Activity<BackupSpec, string>
{
    /// <inheritdoc/>
    public override Task<string> RunAsync(
        ActivityContext context, BackupSpec input, CancellationToken cancellationToken) =>
        Revision.TakeAsync(services.Clusters.Get(input.Cluster), input, cancellationToken);
}
