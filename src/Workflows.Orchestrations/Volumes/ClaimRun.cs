using Workflows.Core.Volumes;
using Workflows.Durable;

namespace Workflows.Orchestrations.Volumes;

/// <summary>What backing a claim up and restoring it have in common.</summary>
internal static class ClaimRun
{
    /// <summary>What an orchestration returns that starts over: of no account.</summary>
    public static ClaimOutcome UnderWay(ClaimInput input) => ClaimOutcome.Failed(input.Move.Planned.Claim, "It is under way.");

    /// <param name="context">The claim's orchestration.</param>
    /// <param name="input">Its input.</param>
    /// <param name="finishAsync">Makes an outcome of what the mover left.</param>
    /// <returns>What became of the claim; null where the orchestration starts over.</returns>
    public static async Task<ClaimOutcome?> RunAsync(
        OrchestrationContext context, ClaimInput input, Func<MoverResult, Task<ClaimOutcome>> finishAsync)
    {
        var watch = new MoverWatch(context, input);
        var isGoingOn = false;
        try
        {
            var end = await watch.RunAsync();
            isGoingOn = end is null;
            return end switch
            {
                null => null,
                { Result: { } result } => await finishAsync(result),
                _ => end.Without!,
            };
        }
        catch (TaskFailedException failed)
        {
            return ClaimOutcome.Failed(input.Move.Planned.Claim, failed.Message);
        }
        finally
        {
            if (!isGoingOn)
            {
                await watch.CleanUpAsync();
            }
        }
    }
}
