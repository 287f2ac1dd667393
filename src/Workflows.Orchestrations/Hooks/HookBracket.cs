using Microsoft.Extensions.Logging;
using Workflows.Core.Backups;
using Workflows.Core.Hooks;
using Workflows.Durable;
using Workflows.Orchestrations.Backups;

namespace Workflows.Orchestrations.Hooks;

/// <summary>
/// Runs hooks around what they are to make consistent: every pre hook, then that, then every post hook, whatever became
/// of the rest. Who is done with earlier is let go earlier. A process that dies between is followed by one that goes on,
/// so that post hooks run then.
/// </summary>
internal sealed class HookBracket(OrchestrationContext context, BackupSpec spec, HookPlan plan)
{
    /// <summary>How many groups run at once.</summary>
    private const int GroupsAtOnce = 2;

    /// <summary>The first pod that is still held.</summary>
    private int held;

    /// <summary>Looks which hooks there are. What runs them needs their rules no more.</summary>
    public static async Task<HookBracket> FindAsync(OrchestrationContext context, PlanBackupInput input) => new(
        context,
        input.Spec with { Hooks = [] },
        input.Spec.RunHooks
            ? await context.CallActivityAsync(HookNames.FindHooks, input, Retries.Transient)
            : HookPlan.None);

    /// <summary>Which hooks there are, and where their outcomes lie.</summary>
    public HookPlan Plan => plan;

    /// <summary>The hooks that claims are moved under; null where no pod that has hooks mounts one.</summary>
    public HookScope? OnClaims => plan.Pods > plan.WithoutClaims ? new(spec, plan) : null;

    /// <param name="body">What the hooks bracket.</param>
    public async Task<T> AroundAsync<T>(Func<Task<T>> body)
    {
        try
        {
            await RunAsync(HookMoment.Pre, 0, plan.Pods);
            return await body();
        }
        finally
        {
            // A hook that ran has an outcome, and does not run again.
            await RunAsync(HookMoment.Post, held, plan.Pods);
        }
    }

    /// <summary>Lets go, when the revision is taken, of the pods that mount no claims.</summary>
    public Task FreeWithoutClaimsAsync()
    {
        held = plan.WithoutClaims;
        return RunAsync(HookMoment.Post, 0, held);
    }

    private async Task RunAsync(HookMoment moment, int first, int end)
    {
        var results = await FanOut.RunAsync(
            HookGroup.Of(new(spec, plan), moment, first, end).ToArray(), GroupsAtOnce, group => RunAsync(moment, group));
        var failed = results.Sum(result => result.Failed);
        if (failed > 0)
        {
            context.CreateReplaySafeLogger(nameof(HookBracket)).LogWarning(
                "{Failed} of {Ran} {Moment} hooks of backup {Name} failed", failed, results.Sum(result => result.Ran), moment, spec.Name);
        }
    }

    private Task<HookGroupResult> RunAsync(HookMoment moment, HookGroup group) => context.CallSubOrchestrationAsync(
        HookNames.RunHooks, group, $"{context.InstanceId}:hooks-{(moment == HookMoment.Pre ? "pre" : "post")}-{group.First:D5}");
}
