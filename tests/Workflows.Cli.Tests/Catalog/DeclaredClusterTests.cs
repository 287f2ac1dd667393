using Workflows.Cli.Tests.Harness;
using Workflows.Core.Clusters;
using Workflows.Core.Clusters.Access;

namespace Workflows.Cli.Tests.Catalog;

/// <summary>Clusters that are named instead of a kubeconfig.</summary>
public sealed class DeclaredClusterTests : IDisposable
{
    private const string Gke = """
        apiVersion: workflows/v1
        kind: Cluster
        metadata: { name: prod }
        spec: { gke: { project: shop-123, location: europe-west3, name: main } }
        """;

    private static readonly GkeCluster Main = new("shop-123", "europe-west3", "main");

    private readonly RunHarness harness = new();
    private ClusterReference? asked;

    public DeclaredClusterTests()
    {
        Directory.CreateDirectory(harness.Cli.StorePath);
        harness.Cli.Services = harness.Cli.Services with
        {
            CheckCluster = (cluster, _) =>
            {
                asked = cluster;
                return Task.FromResult("v1.36.0");
            },
            ReviewAccess = (cluster, _, _) =>
            {
                asked = cluster;
                return Task.FromResult(new ClusterAccess("v1.36.0", [], []));
            },
        };
    }

    [Fact]
    public async Task A_backup_is_made_of_the_cluster_that_is_named_and_its_run_knows_no_credentials()
    {
        await Declared.ApplyAsync(harness.Cli, Gke);

        var run = await harness.Cli.RunAsync("backup", "create", "first", "--cluster", "prod", "--exclude-secrets");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal((Main, "prod", 0), (asked!.Cloud, asked.Name, asked.Kubeconfig.Count));
        var spec = harness.Activities.LastSpec!.Cluster;
        Assert.Equal((Main, "prod"), (spec.Cloud, spec.Name));
    }

    [Fact]
    public async Task A_plan_runs_on_the_cluster_that_it_names()
    {
        await Declared.ApplyAsync(
            harness.Cli, Gke + "\n---\n" + Declared.Plan.Replace("cluster: blue", "cluster: prod", StringComparison.Ordinal));

        var run = await harness.Cli.RunAsync("backup", "create", "--plan", "nightly");
        var twice = await harness.Cli.RunAsync("backup", "create", "--plan", "nightly", "--cluster", "prod");

        Assert.Equal((0, 2), (run.ExitCode, twice.ExitCode));
        Assert.Equal((Main, "prod"), (harness.Activities.LastSpec!.Cluster.Cloud, asked!.Name));
        Assert.Contains("--cluster", twice.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_check_says_which_cluster_answered()
    {
        await Declared.ApplyAsync(harness.Cli, Gke);

        var text = await harness.Cli.RunAsync("cluster", "check", "--cluster", "prod");
        var json = await harness.Cli.RunAsync("cluster", "check", "--cluster", "prod", "-o", "json");

        Assert.Equal((0, ""), (text.ExitCode, text.Error));
        Assert.StartsWith("prod answers: Kubernetes v1.36.0.", text.Out, StringComparison.Ordinal);
        Assert.Equal("prod", json.Json.GetProperty("cluster").GetString());
        Assert.Equal(Main, asked!.Cloud);
    }

    [Fact]
    public async Task Get_and_describe_show_where_it_is_found()
    {
        await Declared.ApplyAsync(harness.Cli, Gke);

        var list = await harness.Cli.RunAsync("get", "clusters");
        var one = await harness.Cli.RunAsync("describe", "cluster", "prod", "-o", "json");

        Assert.Contains("gke shop-123/europe-west3/main", list.Out, StringComparison.Ordinal);
        Assert.Equal("main", one.Json.GetProperty("resource").GetProperty("spec").GetProperty("gke").GetProperty("name").GetString());
    }

    [Theory]
    [InlineData(2, "--context", "--cluster", "prod", "--context", "green")]
    [InlineData(2, "--kubeconfig", "--cluster", "prod", "--kubeconfig", "/k")]
    [InlineData(4, "other", "--cluster", "other")]
    public async Task Two_clusters_and_none_are_refused(int exitCode, string said, params string[] options)
    {
        await Declared.ApplyAsync(harness.Cli, Gke);

        var run = await harness.Cli.RunAsync(["cluster", "check", .. options]);

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Contains(said, run.Error, StringComparison.Ordinal);
        Assert.Null(asked);
    }

    public void Dispose() => harness.Dispose();
}
