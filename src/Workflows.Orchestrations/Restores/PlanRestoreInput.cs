using Workflows.Core.Restores;

namespace Workflows.Orchestrations.Restores;

/// <param name="Spec">What was asked for.</param>
/// <param name="RunUid">The identity of this run, which no other run of the name has.</param>
/// <param name="RunStartedAt">When the run began.</param>
public sealed record PlanRestoreInput(RestoreSpec Spec, Guid RunUid, DateTimeOffset RunStartedAt);
