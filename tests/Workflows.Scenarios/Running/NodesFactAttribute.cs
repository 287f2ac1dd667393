namespace Workflows.Scenarios.Running;

/// <summary>A test against two real clusters on which pods run; skipped where there are none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NodesFactAttribute : FactAttribute
{
    public NodesFactAttribute() => Skip = ClusterNeeds.WhyNot()
        ?? (TestSettings.HasNode ? null : "No pod runs on the clusters here (WORKFLOWS_TEST_NODE is not 1).");
}
