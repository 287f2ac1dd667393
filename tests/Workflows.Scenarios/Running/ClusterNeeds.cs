namespace Workflows.Scenarios.Running;

/// <summary>Why a test can't run here, as the sentence that its skipping shows.</summary>
internal static class ClusterNeeds
{
    public static string? WhyNot() => TestSettings.Blue is null || TestSettings.Green is null
        ? "WORKFLOWS_TEST_BLUE and WORKFLOWS_TEST_GREEN name no two clusters to write to; tests/run.sh starts some."
        : null;

    /// <summary>Clusters of a test's own are started by the repository's scripts, which need the built Kubernetes.</summary>
    public static string? WhyNoOwnClusters() =>
        WhyNot() ?? (OwnControlPlane.IsPossible
            ? null
            : "The clusters were handed in, so there is no Kubernetes here to start a cluster of the test's own from.");
}
