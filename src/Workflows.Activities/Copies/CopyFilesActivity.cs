using Workflows.Durable;
using Workflows.Orchestrations.Copies;

namespace Workflows.Activities.Copies;

/// <summary>Copies files of a share of the plan until its time is over. A repeated attempt copies what the first did not.</summary>
public sealed class CopyFilesActivity(ActivityServices services) : Activity<CopyFilesInput, CopiedFiles>
{
    /// <inheritdoc/>
    public override async Task<CopiedFiles> RunAsync(
        ActivityContext context, CopyFilesInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        var run = new CopyRun(services, input.Run);
        await run.Target.RequireHeldAsync(cancellationToken);
        return await new CopyShare(run, services).RunAsync(input, cancellationToken);
    }
}
