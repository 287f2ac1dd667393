using Workflows.Core.Hooks;
using Workflows.Durable;

namespace Workflows.Orchestrations.Hooks;

/// <summary>
/// Runs the hooks of pods that a restore brought: those that it created, and those that controllers make of what it
/// created, which come when they come. Each is seen to when it is found. It never fails: what fails is told.
/// </summary>
public sealed class RestoreHooksOrchestrator : Orchestrator<RestoreHooksInput, RestoredHooks>
{
    /// <summary>How long no pod may come, with no hook under way, before the rest is given up.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);

    public override async Task<RestoredHooks> RunAsync(OrchestrationContext context, RestoreHooksInput input)
    {
        var plans = new List<HookPlan>();
        var under = new List<Task<HookGroupResult>>();
        string? last = null;
        string? failure = null;
        var since = context.CurrentUtcDateTime;
        try
        {
            for (var pause = ShortestPause; ; pause = pause * 1.3 < LongestPause ? pause * 1.3 : LongestPause)
            {
                var look = await context.CallActivityAsync(
                    HookNames.FindRestoreHooks,
                    new FindRestoreHooksInput(input.Spec, input.PlanId, [.. plans.Select(plan => plan.PlanId)]),
                    Retries.Transient);
                last = look.Found.PlanId;
                if (look.Found.Pods > 0)
                {
                    under.AddRange(RestoreHookBatch.Of(input.Spec with { Hooks = [] }, look.Found).Select(batch => context.CallSubOrchestrationAsync(
                        HookNames.RestorePodHooks, batch, $"{context.InstanceId}:{plans.Count:D3}-{batch.First:D5}")));
                    plans.Add(look.Found);
                    since = context.CurrentUtcDateTime;
                }

                if (look.Missing == 0 || (context.CurrentUtcDateTime - since >= Patience && under.TrueForAll(task => task.IsCompleted)))
                {
                    break;
                }

                await context.CreateTimer(context.CurrentUtcDateTime + pause, CancellationToken.None);
            }
        }
        catch (TaskFailedException failed)
        {
            failure = failed.Message;
        }

        foreach (var task in under)
        {
            try
            {
                await task;
            }
            catch (TaskFailedException failed)
            {
                failure ??= failed.Message;
            }
        }

        return new(plans, last) { Failure = failure };
    }
}
