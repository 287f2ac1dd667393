using FsCheck;
using FsCheck.Fluent;
using Workflows.Core.Errors;
using Workflows.Core.Resources;
using Workflows.Core.Restores.Waves;

namespace Workflows.Core.Tests.Restores.Waves;

public class WaveOrderTests
{
    [Fact]
    public void Every_dependency_is_in_an_earlier_wave() => AssertRespected(WaveOrder.Default);

    [Theory]
    [InlineData("customresourcedefinitions.apiextensions.k8s.io", "namespaces")]
    [InlineData("namespaces", "serviceaccounts")]
    [InlineData("serviceaccounts", "secrets")]
    [InlineData("storageclasses.storage.k8s.io", "persistentvolumes")]
    [InlineData("persistentvolumes", "persistentvolumeclaims")]
    [InlineData("rolebindings.rbac.authorization.k8s.io", "deployments.apps")]
    [InlineData("services", "pods")]
    [InlineData("networkpolicies.networking.k8s.io", "pods")]
    [InlineData("pods", "statefulsets.apps")]
    [InlineData("deployments.apps", "widgets.example.com")]
    [InlineData("limitranges", "pods")]
    [InlineData("deployments.apps", "resourcequotas")]
    [InlineData("widgets.example.com", "mutatingwebhookconfigurations.admissionregistration.k8s.io")]
    [InlineData("widgets.example.com", "apiservices.apiregistration.k8s.io")]
    public void The_default_order_brings_first_what_others_need(string first, string then) =>
        Assert.True(Wave(WaveOrder.Default, first) < Wave(WaveOrder.Default, then));

    [Fact]
    public void Waves_are_numbered_named_and_hold_each_resource_once()
    {
        var waves = WaveOrder.Default.Waves;

        Assert.Equal(Enumerable.Range(0, waves.Count), waves.Select(wave => wave.Number));
        Assert.Equal(waves.Count, waves.Select(wave => wave.Name).Distinct(StringComparer.Ordinal).Count());
        var resources = waves.SelectMany(wave => wave.Resources).ToArray();
        Assert.Equal(resources.Length, resources.Distinct().Count());
        Assert.All(resources, resource => Assert.Contains(resource, waves[WaveOrder.Default.WaveOf(resource)].Resources));
    }

    [Fact]
    public void A_custom_resource_that_pods_need_comes_before_pods()
    {
        var order = WaveOrder.Default.With(R("pods"), R("vaults.example.com"));

        Assert.True(Wave(order, "namespaces") < Wave(order, "vaults.example.com"));
        Assert.True(Wave(order, "vaults.example.com") < Wave(order, "pods"));
        AssertRespected(order);
    }

    [Fact]
    public void A_custom_resource_that_needs_another_follows_it_and_stays_before_webhooks()
    {
        var order = WaveOrder.Default.With(R("gadgets.example.com"), R("widgets.example.com"));

        Assert.Equal(order.WaveOf(WaveOrder.EverythingElse), Wave(order, "widgets.example.com"));
        Assert.True(Wave(order, "widgets.example.com") < Wave(order, "gadgets.example.com"));
        Assert.True(Wave(order, "gadgets.example.com") < Wave(order, "apiservices.apiregistration.k8s.io"));
    }

    [Fact]
    public void A_custom_resource_may_wait_for_the_last_wave()
    {
        var order = WaveOrder.Default
            .With(R("widgets.example.com"), R("apiservices.apiregistration.k8s.io"))
            .With(R("gadgets.example.com"), R("clusters.cluster.x-k8s.io"), R("widgets.example.com"));

        Assert.True(Wave(order, "apiservices.apiregistration.k8s.io") < Wave(order, "widgets.example.com"));
        AssertRespected(order);
    }

    [Fact]
    public void A_resource_that_even_namespaces_need_comes_before_them()
    {
        var order = WaveOrder.Default.With(R("namespaces"), R("tenants.example.com"));

        Assert.True(Wave(order, "tenants.example.com") < Wave(order, "namespaces"));
    }

    [Fact]
    public void A_cycle_is_a_usage_error_that_names_it()
    {
        var error = Assert.Throws<WaveCycleException>(() => WaveOrder.Default.With(R("namespaces"), R("pods")));

        Assert.Equal(ErrorKind.Usage, error.Kind);
        Assert.Equal(error.Cycle[0], error.Cycle[^1]);
        Assert.Contains("pods", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_resource_that_needs_itself_is_a_cycle() =>
        Assert.Throws<WaveCycleException>(() => WaveOrder.Default.With(R("a.example.com"), R("a.example.com")));

    [Fact]
    public void Whatever_is_added_is_respected_or_is_a_cycle()
    {
        string[] names =
        [
            "a.x", "b.x", "c.x", "d.x", "pods", "services", "secrets", "*", "clusters.cluster.x-k8s.io",
            "apps.kappctrl.k14s.io", "apiservices.apiregistration.k8s.io", "resourcequotas",
        ];
        var resource = Gen.Elements(names).Select(R);
        var lines = resource.SelectMany(_ => resource, (one, other) => new WaveDependency(one, [other]))
            .ListOf().Where(list => list.Count < 8).ToArbitrary();

        Check.One(Campaign.Config, Prop.ForAll(lines, added =>
        {
            try
            {
                AssertRespected(WaveOrder.Default.With(added));
            }
            catch (WaveCycleException cycle)
            {
                AssertIsCycle(cycle.Cycle, [.. WaveOrder.Default.Dependencies, .. added]);
            }

            return true;
        }));
    }

    /// <summary>A cycle must consist of dependencies that somebody wrote, or that follow from being unlisted.</summary>
    private static void AssertIsCycle(IReadOnlyList<GroupResource> cycle, IReadOnlyList<WaveDependency> written)
    {
        var listed = WaveOrder.Default.Dependencies.Select(line => line.Resource).ToHashSet();
        for (var at = 0; at + 1 < cycle.Count; at++)
        {
            var (resource, needed) = (cycle[at], cycle[at + 1]);
            Assert.True(
                !listed.Contains(resource) || !listed.Contains(needed)
                || written.Any(line => line.Resource == resource && line.Needs.Contains(needed)),
                $"{resource} does not need {needed}");
        }
    }

    private static void AssertRespected(WaveOrder order) =>
        Assert.All(order.Dependencies, line => Assert.All(line.Needs, needed =>
            Assert.True(order.WaveOf(needed) < order.WaveOf(line.Resource), $"{line.Resource} before {needed}")));

    private static int Wave(WaveOrder order, string resource) => order.WaveOf(R(resource));

    private static GroupResource R(string resource) => GroupResource.Parse(resource);
}
