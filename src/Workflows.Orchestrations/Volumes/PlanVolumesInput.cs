using Workflows.Core.Selection;
using Workflows.Core.Volumes;

namespace Workflows.Orchestrations.Volumes;

/// <param name="Run">The backup.</param>
/// <param name="Selection">Which objects it takes: claims are among them, or are not.</param>
public sealed record PlanVolumesInput(VolumeRun Run, ObjectSelection Selection);
