using Workflows.Scenarios.Running;

namespace Workflows.Scenarios.BadInput;

/// <summary>A test that mounts a disk of its own; skipped where the machine refuses that.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DiskFactAttribute : FactAttribute
{
    public DiskFactAttribute() => Skip = ClusterNeeds.WhyNot() ?? TemporaryDisk.WhyNot;
}
