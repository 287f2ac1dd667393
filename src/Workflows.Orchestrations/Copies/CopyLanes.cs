using Workflows.Core.Copies;
using Workflows.Durable;

namespace Workflows.Orchestrations.Copies;

/// <summary>
/// Copies a plan's files in shares side by side, each call for as long as an activity may, so that histories grow with the
/// time that a copy takes and not with what it copies.
/// </summary>
internal sealed class CopyLanes(OrchestrationContext context, CopyInput run, CopyPlan plan)
{
    /// <summary>What says that a backup is at work is good for a day.</summary>
    private static readonly TimeSpan RenewalInterval = TimeSpan.FromHours(1);

    private DateTimeOffset renewedAt = context.CurrentUtcDateTime;
    private CopiedFiles total = new(Next: null, default, default, DirectBytes: 0);

    /// <returns>What all calls together have copied.</returns>
    public async Task<CopiedFiles> RunAsync(int lanes)
    {
        ShowProgress();
        await FanOut.RunAsync([.. Enumerable.Range(0, lanes)], Math.Max(1, lanes), lane => RunAsync(lane, lanes));
        return total;
    }

    private async Task<bool> RunAsync(int lane, int lanes)
    {
        for (CopyPosition? next = new(0, 0, 0); next is { } from;)
        {
            await RenewAsync();
            var copied = await context.CallActivityAsync(
                CopyNames.CopyFiles, new CopyFilesInput(run, plan.Name, lane, lanes, from), Retries.Transient);
            next = copied.Next;
            total = new(
                Next: null, total.Copied + copied.Copied, total.Found + copied.Found, total.DirectBytes + copied.DirectBytes);
            ShowProgress();
        }

        return true;
    }

    private async Task RenewAsync()
    {
        if (context.CurrentUtcDateTime - renewedAt < RenewalInterval)
        {
            return;
        }

        renewedAt = context.CurrentUtcDateTime;
        await context.CallActivityAsync(CopyNames.RenewCopy, new PlannedCopyInput(run, plan.Name), Retries.Transient);
    }

    private void ShowProgress()
    {
        var done = total.Copied + total.Found;
        context.SetCustomStatus(new CopyProgress("Copying", plan.Missing.Files, plan.Missing.Bytes, done.Files, done.Bytes));
    }
}
