using System.Text.Json;
using Workflows.Activities.Hooks;

namespace Workflows.Activities.Tests.Hooks;

public sealed class PodFieldsTests
{
    [Fact]
    public void The_claims_that_a_pod_mounts_are_those_that_it_names_and_those_of_its_ephemeral_volumes()
    {
        using var pod = JsonDocument.Parse(
            """
            { "spec": { "volumes": [
                { "name": "data", "persistentVolumeClaim": { "claimName": "data-0" } },
                { "name": "tmp", "emptyDir": {} },
                { "name": "scratch", "ephemeral": { "volumeClaimTemplate": {} } } ] } }
            """);

        Assert.Equal(["data-0", "db-scratch"], PodFields.ClaimsOf(pod.RootElement, "db"));
    }

    [Theory]
    [InlineData("Deployment", "{}", 1)]
    [InlineData("StatefulSet", """{ "spec": { "replicas": 3 } }""", 3)]
    [InlineData("Job", """{ "spec": { "parallelism": 4, "completions": 2 } }""", 2)]
    [InlineData("Job", """{ "spec": {} }""", 1)]
    [InlineData("Job", """{ "spec": { "suspend": true } }""", 0)]
    [InlineData("DaemonSet", "{}", 1)]
    [InlineData("DaemonSet", """{ "status": { "observedGeneration": 1, "desiredNumberScheduled": 0 } }""", 0)]
    public void The_pods_that_a_workload_makes_at_once_are_known(string kind, string workload, int pods)
    {
        using var document = JsonDocument.Parse(workload);

        Assert.Equal(pods, RestoredWorkloads.PodsOf(document.RootElement, kind));
    }
}
