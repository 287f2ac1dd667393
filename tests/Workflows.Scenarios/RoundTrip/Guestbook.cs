using System.Text.Json.Nodes;
using Workflows.Scenarios.Clusters;
using Workflows.Scenarios.Running;

namespace Workflows.Scenarios.RoundTrip;

/// <summary>The application of infra/local/guestbook, with its clock stopped.</summary>
internal static class Guestbook
{
    private static readonly string Script = Path.Combine(TestSettings.RepositoryRoot, "infra", "local", "guestbook.sh");

    public static async Task InstallAsync(Cluster cluster)
    {
        await RunAsync("up", cluster);
        var cronJob = (await ClusterDiscovery.ListableAsync(cluster)).First(kind => kind.Resource == "cronjobs.batch");
        await cluster.MergePatchAsync(
            $"{cronJob.PathIn("guestbook-jobs")}/count",
            new JsonObject { ["spec"] = new JsonObject { ["suspend"] = true } });
        if (TestSettings.HasNode)
        {
            // What it has started already is let finish: a Job that ends between two reads would be a difference.
            (await cluster.KubectlAsync(
                "wait", "job", "--all", "-n", "guestbook-jobs", "--for=condition=Complete", "--timeout=90s")).Exits(0);
        }
    }

    public static Task RemoveAsync(Cluster cluster) => RunAsync("down", cluster);

    private static async Task RunAsync(string what, Cluster cluster) => (await Running.Program.RunAsync(
        Script,
        [what, cluster.Kubeconfig],
        new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["WORKFLOWS_LOCAL_DIR"] = Path.GetDirectoryName(cluster.Kubeconfig),
        })).Exits(0);
}
