using System.IO.Compression;
using System.Text.Json.Nodes;
using Workflows.Scenarios.Archives;
using Workflows.Scenarios.Clusters;
using Workflows.Scenarios.Running;

namespace Workflows.Scenarios.RoundTrip;

/// <summary>Blue's guestbook and objects of every awkward shape, through an archive, to green.</summary>
[Collection(ScenarioCollection.Name)]
public sealed class RoundTripTests(BlueAndGreen clusters) : IAsyncLifetime, IDisposable
{
    private static readonly string[] Namespaces = ["guestbook", "guestbook-jobs", NastyObjects.Namespace];

    private readonly Workspace workspace = new();

    public async Task InitializeAsync()
    {
        await NastyObjects.DeleteAsync(clusters.Blue);
        await NastyObjects.DeleteAsync(clusters.Green);
        await Guestbook.RemoveAsync(clusters.Green);
        await Guestbook.InstallAsync(clusters.Blue);
        await NastyObjects.CreateAsync(clusters.Blue);
    }

    public async Task DisposeAsync()
    {
        await NastyObjects.DeleteAsync(clusters.Blue);
        await NastyObjects.DeleteAsync(clusters.Green);
        await Guestbook.RemoveAsync(clusters.Green);
        await Guestbook.RemoveAsync(clusters.Blue);
    }

    public void Dispose() => workspace.Dispose();

    [ClustersFact]
    public async Task Everything_comes_to_the_other_cluster_as_it_was()
    {
        (await workspace.RunAsync(
            "backup", "create", "full", "--include-namespaces", "guestbook*,wf-nasty", "--include-cluster-resources", "true",
            "--include-secrets", "--kubeconfig", clusters.Blue.Kubeconfig)).Exits(0);
        (await workspace.RunAsync("backup", "verify", "full")).Exits(0);
        var restored = await workspace.RunAsync(
            "restore", "create", "first", "--from-backup", "full", "--kubeconfig", clusters.Green.Kubeconfig);
        var described = await workspace.RunAsync("restore", "describe", "first");
        Assert.True(restored.ExitCode == 0, $"{restored}\n{described}");
        (await workspace.RunAsync("backup", "compare", "full", "--kubeconfig", clusters.Green.Kubeconfig)).Exits(0);

        var comparison = new IndependentComparison(Namespaces, IsOurs);
        var different = await comparison.RunAsync(clusters.Blue, clusters.Green);
        Assert.True(different.Count == 0, string.Join('\n', different.Take(20)));
        Assert.Superset(
            new HashSet<string>(StringComparer.Ordinal)
            {
                "configmaps", "secrets", "services", "endpoints", "serviceaccounts", "namespaces", "resourcequotas",
                "persistentvolumes", "persistentvolumeclaims", "deployments.apps", "statefulsets.apps", "cronjobs.batch",
                "ingresses.networking.k8s.io", "networkpolicies.networking.k8s.io", "storageclasses.storage.k8s.io",
                "roles.rbac.authorization.k8s.io", "clusterroles.rbac.authorization.k8s.io",
                "customresourcedefinitions.apiextensions.k8s.io", "visitors.guestbook.workflows.example",
                "indices.guestbook.workflows.example", "mice.wf-nasty.example",
            },
            comparison.Resources);

        AssertVeleroSeesTheRestore();
        await AssertEveryObjectIsArchivedOnceAsync();
        await AssertASecondRestoreChangesNothingAsync();
    }

    /// <summary>What <c>velero restore describe</c> would read of it: each object once, none failed.</summary>
    private void AssertVeleroSeesTheRestore()
    {
        var restored = Read("resource-list.json.gz");
        Assert.Contains("guestbook/frontend(created)", restored["apps/v1/Deployment"]!.AsArray().Select(name => name!.GetValue<string>()));
        var names = restored.SelectMany(kind => kind.Value!.AsArray().Select(name => $"{kind.Key} {name}")).ToArray();
        Assert.Equal(names.Distinct(StringComparer.Ordinal).Count(), names.Length);
        Assert.DoesNotContain(names, name => name.EndsWith("(failed)", StringComparison.Ordinal));
        Assert.Empty(Read("results.gz")["errors"]!.AsObject());

        JsonObject Read(string document)
        {
            using var file = File.OpenRead(
                Path.Combine(workspace.Store, "velero", "restores", "first", $"restore-first-{document}"));
            using var unpacked = new GZipStream(file, CompressionMode.Decompress);
            return JsonNode.Parse(unpacked)!.AsObject();
        }
    }

    /// <summary>Every object of the namespaces that no rule leaves out is in the tarball, whole, under its own path.</summary>
    private async Task AssertEveryObjectIsArchivedOnceAsync()
    {
        var file = workspace.PathOf("full.tar.gz");
        (await workspace.RunAsync("backup", "download", "full", "--file", file)).Exits(0);
        var archive = await ArchiveTar.ReadAsync(file);
        foreach (var kind in (await ClusterDiscovery.ListableAsync(clusters.Blue)).Where(IsArchived))
        {
            foreach (var live in await clusters.Blue.ListAsync(kind.PathIn(null)))
            {
                var ns = live["metadata"]!["namespace"]?.GetValue<string>();
                if (ns is not null && !Namespaces.Contains(ns))
                {
                    continue;
                }

                var path = ArchiveTar.PathOf(kind.Resource, ns, OwnedByClusters.Name(live));
                Assert.True(archive.Objects.TryGetValue(path, out var archived), $"{path} is not in the archive.");
                Assert.Equal(kind.Kind, archived["kind"]!.GetValue<string>());
                Assert.True(
                    kind.Resource != "configmaps"
                    || JsonNode.DeepEquals(live["data"], archived["data"]), $"{path} is not as it was.");
            }
        }
    }

    private static bool IsArchived(ServedKind kind) =>
        kind.Resource is "configmaps" or "secrets" or "deployments.apps" or "roles.rbac.authorization.k8s.io"
            or "mice.wf-nasty.example" or "visitors.guestbook.workflows.example" or "clusterroles.rbac.authorization.k8s.io";

    private async Task AssertASecondRestoreChangesNothingAsync()
    {
        var again = (await workspace.RunAsync(
            "restore", "create", "second", "--from-backup", "full", "--kubeconfig", clusters.Green.Kubeconfig, "-o", "json"))
            .Exits(0).Json();

        var outcomes = again["restore"]!["outcomes"]!;
        Assert.Equal(0, outcomes["failed"]!.GetValue<int>());
        Assert.Equal(0, outcomes["updated"]!.GetValue<int>());
        Assert.Equal(0, outcomes["created"]!.GetValue<int>());
        Assert.True(outcomes["unchanged"]!.GetValue<int>() > 60, again.ToJsonString());
    }

    private static bool IsOurs(string resource, JsonObject obj) =>
        resource.EndsWith("workflows.example", StringComparison.Ordinal)
        || OwnedByClusters.Name(obj).Contains("wf-nasty", StringComparison.Ordinal)
        || obj["metadata"]!["labels"]?["app.kubernetes.io/part-of"]?.GetValue<string>() == "guestbook";
}
