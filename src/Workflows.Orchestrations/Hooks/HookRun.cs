using Workflows.Core.Backups;
using Workflows.Core.Hooks;

namespace Workflows.Orchestrations.Hooks;

/// <summary>One hook to run.</summary>
/// <param name="Spec">What was asked for.</param>
/// <param name="Plan">All hooks.</param>
/// <param name="Moment">The moment.</param>
/// <param name="Pod">The pod's number in the plan.</param>
public sealed record HookRun(BackupSpec Spec, HookPlan Plan, HookMoment Moment, int Pod)
{
    /// <summary>Which of the hooks that the pod has at that moment, from 0.</summary>
    public int Hook { get; init; }

    /// <summary>Why it could not be run at all, however often it was tried; null to run it.</summary>
    public string? Unreached { get; init; }
}
