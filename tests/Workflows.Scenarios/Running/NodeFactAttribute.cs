namespace Workflows.Scenarios.Running;

/// <summary>A test against two real clusters on which pods run; skipped elsewhere.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NodeFactAttribute : FactAttribute
{
    public NodeFactAttribute() => Skip = ClusterNeeds.WhyNot() ?? (TestSettings.HasNode
        ? null
        : "No pods run on the clusters; WORKFLOWS_TEST_NODE=1 says that they do.");
}
