using Workflows.Core.Backups.Planning;
using Workflows.Core.Resources;

namespace Workflows.Core.Tests.Backups;

public sealed class CohabitingResourcesTests
{
    private static readonly ApiResource Old = new("extensions", "v1beta1", "ingresses", "Ingress", true, ["list"]);
    private static readonly ApiResource New = new("networking.k8s.io", "v1", "ingresses", "Ingress", true, ["list"]);

    [Fact]
    public void Objects_served_by_two_groups_are_read_from_the_newer() =>
        Assert.Equal([New], CohabitingResources.WithoutDoubles([Old, New]));

    [Fact]
    public void An_old_group_is_read_where_it_is_the_only_one() =>
        Assert.Equal([Old], CohabitingResources.WithoutDoubles([Old]));
}
