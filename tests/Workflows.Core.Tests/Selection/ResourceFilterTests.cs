using Workflows.Core.Resources;
using Workflows.Core.Selection;

namespace Workflows.Core.Tests.Selection;

public class ResourceFilterTests
{
    private static readonly ApiResource Deployments =
        new("apps", "v1", "deployments", "Deployment", true, ["list"]) { Singular = "deployment", ShortNames = ["deploy"] };

    private static readonly ApiResource Services = new("", "v1", "services", "Service", true, ["list"]) { ShortNames = ["svc"] };

    private static readonly ApiResource KnativeServices = new("serving.knative.dev", "v1", "services", "Service", true, ["list"]);

    private static readonly ApiResource ClusterRoles =
        new("rbac.authorization.k8s.io", "v1", "clusterroles", "ClusterRole", false, ["list"]);

    private static readonly ApiResource Namespaces = new("", "v1", "namespaces", "Namespace", false, ["list"]) { ShortNames = ["ns"] };

    [Theory]
    [InlineData("deployments")]
    [InlineData("deployments.apps")]
    [InlineData("deployment")]
    [InlineData("Deployment")]
    [InlineData("Deployment.apps")]
    [InlineData("DEPLOY")]
    [InlineData("*.apps")]
    [InlineData("dep*")]
    public void A_resource_answers_to_each_of_its_names(string name)
    {
        var filter = new ResourceFilter(new ObjectSelection { IncludedResources = [name] });

        Assert.True(filter.Matches(Deployments));
        Assert.False(filter.Matches(Services));
        Assert.Empty(filter.Unmatched([Deployments]));
    }

    [Fact]
    public void A_name_without_group_means_every_group_and_a_final_dot_the_core_group()
    {
        var every = new ResourceFilter(new ObjectSelection { IncludedResources = ["services"] });
        var core = new ResourceFilter(new ObjectSelection { IncludedResources = ["services."] });

        Assert.True(every.Matches(Services) && every.Matches(KnativeServices));
        Assert.True(core.Matches(Services) && !core.Matches(KnativeServices));
    }

    [Fact]
    public void An_exclusion_wins_over_an_inclusion()
    {
        var filter = new ResourceFilter(new ObjectSelection { IncludedResources = ["*"], ExcludedResources = ["svc"] });

        Assert.True(filter.Matches(Deployments));
        Assert.False(filter.Matches(Services));
    }

    [Fact]
    public void Included_patterns_that_match_nothing_are_named_as_written() =>
        Assert.Equal(
            ["Widgets"],
            new ResourceFilter(new ObjectSelection { IncludedResources = ["Widgets", "deploy"] }).Unmatched([Deployments, Services]));

    [Theory]
    [InlineData(null, false, ClusterScope.All, true, true)]
    [InlineData(null, true, ClusterScope.Related, false, true)]
    [InlineData(true, true, ClusterScope.All, true, true)]
    [InlineData(false, false, ClusterScope.None, false, false)]
    public void Resources_of_the_cluster_follow_the_tri_state(
        bool? include, bool oneNamespace, ClusterScope scope, bool roles, bool namespaces)
    {
        var filter = new ResourceFilter(new ObjectSelection
        {
            IncludeClusterResources = include,
            IncludedNamespaces = oneNamespace ? ["shop"] : [],
        });

        Assert.Equal(scope, filter.ClusterScope);
        Assert.Equal(roles, filter.Matches(ClusterRoles));
        Assert.Equal(namespaces, filter.Matches(Namespaces));
        Assert.Equal(scope is not ClusterScope.None, filter.MatchesWhenRelated(ClusterRoles));
        Assert.True(filter.Matches(Deployments));
    }

    [Fact]
    public void A_resource_of_the_cluster_that_is_named_is_taken_with_few_namespaces_too() =>
        Assert.True(new ResourceFilter(new ObjectSelection
        {
            IncludedNamespaces = ["shop"],
            IncludedResources = ["clusterroles"],
        }).Matches(ClusterRoles));

    [Fact]
    public void What_is_needed_is_taken_unless_excluded()
    {
        var named = new ResourceFilter(new ObjectSelection { IncludedNamespaces = ["shop"], IncludedResources = ["deployments"] });
        var excluded = new ResourceFilter(new ObjectSelection { IncludedNamespaces = ["shop"], ExcludedResources = ["clusterroles"] });

        Assert.True(named.MatchesWhenRelated(ClusterRoles));
        Assert.False(excluded.MatchesWhenRelated(ClusterRoles));
    }
}
