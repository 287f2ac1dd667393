using Workflows.Core.Hooks;
using Workflows.Core.Restores;

namespace Workflows.Orchestrations.Hooks;

/// <summary>One restore hook to wait for, and to run.</summary>
/// <param name="Spec">The restore.</param>
/// <param name="Plan">The look that found its pod.</param>
/// <param name="Pod">The pod's number.</param>
/// <param name="Hook">Which of its hooks, from 0.</param>
public sealed record RestoreHookRun(RestoreSpec Spec, HookPlan Plan, int Pod, int Hook)
{
    /// <summary>Why it could not be run at all; null to run it.</summary>
    public string? Unreached { get; init; }
}
