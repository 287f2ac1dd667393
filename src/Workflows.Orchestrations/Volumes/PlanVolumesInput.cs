using Workflows.Core.Backups;
using Workflows.Core.Volumes;
using Workflows.Orchestrations.Hooks;

namespace Workflows.Orchestrations.Volumes;

/// <param name="Run">The backup, as its volumes are moved.</param>
/// <param name="Spec">The same as it was asked for: claims are among what it takes, or are not.</param>
/// <param name="PlanId">The backup's plan, which has worked out its namespaces.</param>
public sealed record PlanVolumesInput(VolumeRun Run, BackupSpec Spec, string PlanId)
{
    /// <summary>Hooks that hold pods still until their claims are moved; null for none.</summary>
    public HookScope? Hooks { get; init; }
}
