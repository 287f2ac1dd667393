using Workflows.Core.Restores;

namespace Workflows.Orchestrations.Restores;

/// <param name="Spec">What was asked for.</param>
/// <param name="RunUid">The identity that the run took the name with: what has another is another run's.</param>
public sealed record CleanUpRestoreInput(RestoreSpec Spec, Guid RunUid);
