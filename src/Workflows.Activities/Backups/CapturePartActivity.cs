using Workflows.Activities.Backups.Capturing;
using Workflows.Activities.Backups.Planning;
using Workflows.Durable;
using Workflows.Orchestrations.Backups;

namespace Workflows.Activities.Backups;

/// <summary>
/// Reads the lists of one part and stages what belongs to the backup, for as long as the budget lasts. Everything is
/// staged under this attempt's name; nothing of it counts before the orchestration has accepted the result.
/// </summary>
public sealed class CapturePartActivity(ActivityServices services) : Activity<CapturePartInput, CaptureResult>
{
    /// <inheritdoc/>
    public override async Task<CaptureResult> RunAsync(
        ActivityContext context, CapturePartInput input, CancellationToken cancellationToken)
    {
        var scope = await PlanDocuments.Create(services, input.Spec, input.PlanId).ReadScopeAsync(cancellationToken);
        var capture = new PartCapture(services, input, scope);
        return await capture.RunAsync(cancellationToken);
    }
}
