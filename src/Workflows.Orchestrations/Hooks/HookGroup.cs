using Workflows.Core.Backups;
using Workflows.Core.Hooks;

namespace Workflows.Orchestrations.Hooks;

/// <summary>Some pods' hooks of one moment: few enough for one history.</summary>
/// <param name="Spec">What was asked for.</param>
/// <param name="Plan">All hooks.</param>
/// <param name="Moment">The moment.</param>
/// <param name="First">The first pod's number.</param>
/// <param name="Count">How many pods.</param>
public sealed record HookGroup(BackupSpec Spec, HookPlan Plan, HookMoment Moment, int First, int Count)
{
    /// <summary>Pods in a group.</summary>
    public const int Pods = 100;

    /// <summary>All groups of a plan.</summary>
    public static IEnumerable<HookGroup> Of(BackupSpec spec, HookPlan plan, HookMoment moment)
    {
        ArgumentNullException.ThrowIfNull(plan);
        for (var first = 0; first < plan.Pods; first += Pods)
        {
            yield return new(spec, plan, moment, first, Math.Min(Pods, plan.Pods - first));
        }
    }
}
