using Workflows.Core.Hooks;
using Workflows.Core.Restores;

namespace Workflows.Orchestrations.Hooks;

/// <summary>Some pods whose restore hooks are run: few enough for one history.</summary>
/// <param name="Spec">The restore.</param>
/// <param name="Plan">The look that found them.</param>
/// <param name="First">The first pod's number.</param>
/// <param name="Count">How many pods.</param>
public sealed record RestoreHookBatch(RestoreSpec Spec, HookPlan Plan, int First, int Count)
{
    /// <summary>Pods in a batch: each may be looked at for as long as its hooks wait.</summary>
    public const int Pods = 20;

    /// <summary>All batches of a look.</summary>
    public static IEnumerable<RestoreHookBatch> Of(RestoreSpec spec, HookPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        for (var first = 0; first < plan.Pods; first += Pods)
        {
            yield return new(spec, plan, first, Math.Min(Pods, plan.Pods - first));
        }
    }
}
