using Workflows.Archive.Restores;
using Workflows.Durable;
using Workflows.Orchestrations.Restores;

namespace Workflows.Activities.Restores;

/// <summary>
/// Removes what this run of a restore or comparison staged, and what it began to record without coming to an end; what
/// another run holds stays. Without the key: that may be gone.
/// </summary>
public sealed class CleanUpRestoreActivity(ActivityServices services) : Activity<CleanUpRestoreInput, bool>
{
    /// <inheritdoc/>
    public override Task<bool> RunAsync(
        ActivityContext context, CleanUpRestoreInput input, CancellationToken cancellationToken) =>
        RestoreClaims.ReleaseAsync(
            services.Stores.Get(input.Spec.Store), input.Spec.Name, input.RunUid, cancellationToken);
}
