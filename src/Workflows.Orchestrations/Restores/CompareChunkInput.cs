using Workflows.Core.Restores;

namespace Workflows.Orchestrations.Restores;

/// <param name="Spec">What was asked for.</param>
/// <param name="PlanId">The plan.</param>
/// <param name="Wave">The number of the wave.</param>
/// <param name="Chunk">The number of the chunk in its wave, from 0.</param>
/// <param name="RestoredGroup">
/// The number of the chunk's group, whose record names the restoring attempt that counts; null compares everything.
/// </param>
public sealed record CompareChunkInput(RestoreSpec Spec, string PlanId, int Wave, int Chunk, int? RestoredGroup);
