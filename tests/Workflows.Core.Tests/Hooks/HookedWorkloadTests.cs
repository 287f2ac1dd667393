using Workflows.Core.Hooks;
using Workflows.Core.Resources;

namespace Workflows.Core.Tests.Hooks;

public sealed class HookedWorkloadTests
{
    [Theory]
    [InlineData("StatefulSet", "db", "StatefulSet", "db", true)]
    [InlineData("StatefulSet", "db", "StatefulSet", "db-2", false)]
    [InlineData("Deployment", "web", "ReplicaSet", "web-7d9f", true)]
    [InlineData("Deployment", "web", "ReplicaSet", "web-2-7d9f", false)]
    [InlineData("ReplicaSet", "web-7d9f", "ReplicaSet", "web-7d9f", true)]
    [InlineData("StatefulSet", "web", "ReplicaSet", "web-7d9f", false)]
    public void A_pod_is_of_the_workload_that_made_it(string kind, string name, string controllerKind, string controller, bool makes)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["pod-template-hash"] = "7d9f" };

        Assert.Equal(makes, new HookedWorkload(kind, name).Makes(new ControllerOwner("apps/v1", controllerKind, controller, "uid"), labels));
        Assert.False(new HookedWorkload(kind, name).Makes(null, labels));
    }
}
