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

    /// <summary>The groups of some pods of a plan.</summary>
    /// <param name="hooks">The plan.</param>
    /// <param name="moment">The moment.</param>
    /// <param name="first">The first pod.</param>
    /// <param name="end">The pod after the last.</param>
    public static IEnumerable<HookGroup> Of(HookScope hooks, HookMoment moment, int first, int end)
    {
        ArgumentNullException.ThrowIfNull(hooks);
        for (; first < end; first += Pods)
        {
            yield return new(hooks.Spec, hooks.Plan, moment, first, Math.Min(Pods, end - first));
        }
    }
}
