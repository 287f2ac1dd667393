using Workflows.Core.Restores;

namespace Workflows.Orchestrations.Hooks;

/// <param name="Spec">The restore.</param>
/// <param name="PlanId">Its plan, which knows where its pods are.</param>
/// <param name="Known">The looks before that found pods.</param>
public sealed record FindRestoreHooksInput(RestoreSpec Spec, string PlanId, IReadOnlyList<string> Known);
