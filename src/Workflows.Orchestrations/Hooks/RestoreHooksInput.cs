using Workflows.Core.Restores;

namespace Workflows.Orchestrations.Hooks;

/// <param name="Spec">The restore.</param>
/// <param name="PlanId">Its plan, which knows where its pods are.</param>
public sealed record RestoreHooksInput(RestoreSpec Spec, string PlanId);
