namespace Workflows.Scenarios.Running;

/// <summary>A test against two real clusters with a store in Azurite; skipped where either is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AzuriteClustersFactAttribute : FactAttribute
{
    public AzuriteClustersFactAttribute() => Skip = ClusterNeeds.WhyNot() ?? AzuriteContainer.WhyNot;
}
