namespace Workflows.Scenarios.Clusters;

/// <summary>All tests that use the two clusters: one after the other.</summary>
[CollectionDefinition(Name)]
[System.Diagnostics.CodeAnalysis.SuppressMessage(
    "Naming", "CA1711", Justification = "xunit's own word for it")]
public sealed class ScenarioCollection : ICollectionFixture<BlueAndGreen>
{
    public const string Name = "blue and green";
}
