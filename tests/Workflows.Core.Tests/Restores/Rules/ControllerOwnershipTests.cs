using Workflows.Core.Resources;
using Workflows.Core.Restores.Rules;

namespace Workflows.Core.Tests.Restores.Rules;

public class ControllerOwnershipTests
{
    [Theory]
    [InlineData("pods", "apps/v1", "ReplicaSet", true)]
    [InlineData("replicasets.apps", "apps/v1", "Deployment", true)]
    [InlineData("jobs.batch", "batch/v1", "CronJob", true)]
    [InlineData("controllerrevisions.apps", "apps/v1", "StatefulSet", true)]
    [InlineData("endpointslices.discovery.k8s.io", "v1", "Service", true)]
    [InlineData("statefulsets.apps", "example.com/v1", "Database", true)]
    [InlineData("secrets", "cert-manager.io/v1", "Certificate", false)]
    [InlineData("configmaps", "example.com/v1", "Database", false)]
    [InlineData("persistentvolumeclaims", "apps/v1", "StatefulSet", false)]
    [InlineData("persistentvolumeclaims", "example.com/v1", "Pod", false)]
    [InlineData("persistentvolumeclaims", "v1", "Pod", true)]
    [InlineData("secrets.example.com", "example.com/v1", "Database", true)]
    public void Controllers_make_their_own_except_what_carries_data(string resource, string version, string kind, bool isLeft) =>
        Assert.Equal(
            isLeft,
            ControllerOwnership.IsLeftToController(GroupResource.Parse(resource), new ControllerOwner(version, kind, "x", "u")));
}
