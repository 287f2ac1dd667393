using Workflows.Kubernetes.Tests.Servers;

namespace Workflows.Kubernetes.Tests.Discovery;

public class DiscoveryTests
{
    [Theory]
    [InlineData("v2")]
    [InlineData("v2beta1")]
    public async Task Aggregated_discovery_is_asked_for_and_read_in_two_requests(string version)
    {
        await using var server = new FaultServer((request, _) => Reply.Json(
            request.Path == "/api" ? Aggregated(version, Core) : Aggregated(version, Groups)));
        using var client = TestClients.For(server.Url);

        var found = await client.DiscoverAsync(CancellationToken.None);

        Assert.Equal(["/api", "/apis"], server.Requests.Select(request => request.Path).Order());
        Assert.All(server.Requests, request => Assert.Equal(
            "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,"
            + "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json",
            string.Join(',', request.Headers["Accept"]).Replace(" ", "", StringComparison.Ordinal)));
        Assert.Equal(
            ["pods", "scalers.autoscaling", "olds.autoscaling"],
            found.Resources.Select(resource => resource.GroupResource.ToString()));
        var pods = found.Resources[0];
        Assert.Equal(("v1", "Pod", true, "pod"), (pods.Version, pods.Kind, pods.Namespaced, pods.Singular));
        Assert.Equal(["po"], pods.ShortNames);
        Assert.Equal(["get", "list"], pods.Verbs);
        Assert.Equal(("v2", false), (found.Resources[1].Version, found.Resources[1].Namespaced));
        Assert.Equal(["v2", "v1"], found.Resources[1].ServedVersions);
        Assert.Equal("v1", found.Resources[2].Version);
        var broken = Assert.Single(found.Broken);
        Assert.Equal(("metrics.k8s.io", "v1beta1"), (broken.Group, broken.Version));
    }

    [Fact]
    public async Task Without_aggregation_each_group_version_is_asked_and_a_broken_one_reported()
    {
        await using var server = new FaultServer((request, _) => request.Path switch
        {
            "/api" => Reply.Json("""{"kind":"APIVersions","versions":["v1"]}"""),
            "/apis" => Reply.Json("""
                {"kind":"APIGroupList","groups":[
                {"name":"g","versions":[{"version":"v1beta1"},{"version":"v1"}],"preferredVersion":{"version":"v1"}},
                {"name":"down","versions":[{"version":"v1"}],"preferredVersion":{"version":"v1"}},
                {"name":"odd","versions":[{"version":"v1"}],"preferredVersion":{"version":"v1"}}]}
                """),
            "/api/v1" => Reply.Json("""
                {"kind":"APIResourceList","resources":[
                {"name":"pods","singularName":"","namespaced":true,"kind":"Pod","verbs":["list"],"shortNames":["po"]},
                {"name":"pods/log","namespaced":true,"kind":"Pod","verbs":["get"]}]}
                """),
            "/apis/g/v1" => Reply.Json("""{"resources":[{"name":"things","kind":"Thing","verbs":["list"]}]}"""),
            "/apis/g/v1beta1" => Reply.Json(
                """{"resources":[{"name":"things","kind":"Thing","verbs":["list"]},{"name":"olds","kind":"Old","verbs":[]}]}"""),
            "/apis/odd/v1" => Reply.Json("""["not what was asked for"]"""),
            _ => Reply.Failure(503, "ServiceUnavailable", "service unavailable"),
        });
        using var client = TestClients.For(server.Url);

        var found = await client.DiscoverAsync(CancellationToken.None);

        Assert.Equal(
            ["pods", "things.g", "olds.g"], found.Resources.Select(resource => resource.GroupResource.ToString()));
        Assert.Equal(["v1", "v1beta1"], found.Resources[1].ServedVersions);
        Assert.Equal("v1beta1", found.Resources[2].Version);
        Assert.Equal(["down", "odd"], found.Broken.Select(group => group.Group));
        Assert.Contains("service unavailable", found.Broken[0].Message, StringComparison.Ordinal);
        Assert.Equal(3, server.Requests.Count(request => request.Path == "/apis/down/v1"));
    }

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task A_group_that_could_not_be_asked_for_a_while_is_not_called_broken(Reply passing)
    {
        var tries = 0;
        await using var server = new FaultServer((request, _) => request.Path switch
        {
            "/api" => Reply.Json("""{"kind":"APIVersions","versions":[]}"""),
            "/apis" => Reply.Json("""
                {"kind":"APIGroupList","groups":[
                {"name":"g","versions":[{"version":"v1"}],"preferredVersion":{"version":"v1"}}]}
                """),
            _ when Interlocked.Increment(ref tries) < TestClients.Options().MaxAttempts => passing,
            _ => Reply.Json("""{"resources":[{"name":"things","kind":"Thing","verbs":["list"]}]}"""),
        });
        using var client = TestClients.For(server.Url);

        var found = await client.DiscoverAsync(CancellationToken.None);

        Assert.Empty(found.Broken);
        Assert.Equal("things.g", Assert.Single(found.Resources).GroupResource.ToString());
    }

    public static TheoryData<Reply> Passing =>
    [
        new Reply { Reset = true },
        Reply.Json("""{"resources":[{"name":"things"}]}""") with { CutAfter = 9 },
        Reply.Failure(429, "TooManyRequests"),
        Reply.Failure(500, "InternalError"),
        Reply.Failure(504, "Timeout"),
    ];

    [Fact]
    public async Task Refused_discovery_is_an_error_and_no_empty_cluster()
    {
        await using var server = FaultServer.Script(Reply.Failure(403, "Forbidden"));
        using var client = TestClients.For(server.Url);

        var error = await Assert.ThrowsAsync<KubernetesApiException>(() => client.DiscoverAsync(CancellationToken.None));

        Assert.True(error.IsForbidden);
    }

    private const string Core = """
        {"metadata":{},"versions":[{"version":"v1","freshness":"Current","resources":[
        {"resource":"pods","responseKind":{"group":"","version":"v1","kind":"Pod"},"scope":"Namespaced","singularResource":"pod",
        "verbs":["get","list"],"shortNames":["po"],"subresources":[{"subresource":"log","verbs":["get"]}]}]}]}
        """;

    private const string Groups = """
        {"metadata":{"name":"autoscaling"},"versions":[
        {"version":"v2","freshness":"Current","resources":[{"resource":"scalers","responseKind":{"kind":"Scaler"},"scope":"Cluster","verbs":["list"]}]},
        {"version":"v1","resources":[{"resource":"scalers","responseKind":{"kind":"Scaler"},"scope":"Cluster","verbs":["list"]},
        {"resource":"olds","responseKind":{"kind":"Old"},"scope":"Namespaced","verbs":["list"]}]}]},
        {"metadata":{"name":"metrics.k8s.io"},"versions":[{"version":"v1beta1","freshness":"Stale","resources":[]}]}
        """;

    private static string Aggregated(string version, string items) =>
        $$"""{"kind":"APIGroupDiscoveryList","apiVersion":"apidiscovery.k8s.io/{{version}}","items":[{{items}}]}""";
}
