using Workflows.Core.Volumes;
using Workflows.Orchestrations.Hooks;

namespace Workflows.Orchestrations.Volumes;

/// <param name="Run">The backup or restore.</param>
/// <param name="PlanId">The plan that the group belongs to.</param>
/// <param name="Group">The group's number, from 0.</param>
public sealed record MoveClaimsInput(VolumeRun Run, string PlanId, int Group)
{
    /// <summary>Hooks that hold pods still until their claims are moved; null for none.</summary>
    public HookScope? Hooks { get; init; }
}
