using System.Globalization;
using Workflows.Scenarios.Clusters;
using Workflows.Scenarios.Volumes;

namespace Workflows.Scenarios.Applications;

/// <summary>
/// A StatefulSet called <c>db</c> whose pods have a claim for data, at <c>/data</c>, and one for dumps, at <c>/dump</c>. Their
/// volumes are folders, by which a test sees what is in them.
/// </summary>
/// <param name="cluster">The cluster.</param>
/// <param name="folder">Where the folders are.</param>
internal sealed class DatabasePods(Cluster cluster, string folder)
{
    public const string Namespace = "wf-applications";

    private static readonly string[] Kinds = ["data", "dump"];

    public string FileOf(string kind, int pod) =>
        Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{kind}-{pod}"), "entry");

    /// <summary>Offers the volumes of so many pods, with no file in any.</summary>
    public async Task OfferAsync(int pods)
    {
        for (var pod = 0; pod < pods; pod++)
        {
            foreach (var kind in Kinds)
            {
                await ClaimedFolders.OfferAsync(
                    cluster, VolumeOf(kind, pod), Path.GetDirectoryName(FileOf(kind, pod))!, (Namespace, ClaimOf(kind, pod)));
            }
        }
    }

    public async Task WithdrawAsync(int pods)
    {
        for (var pod = 0; pod < pods; pod++)
        {
            foreach (var kind in Kinds)
            {
                await ClaimedFolders.WithdrawAsync(cluster, VolumeOf(kind, pod));
            }
        }
    }

    /// <summary>Creates the pods, whose data each is then called after itself.</summary>
    public async Task CreateAsync(int pods)
    {
        await cluster.ApplyAsync($$"""
            apiVersion: apps/v1
            kind: StatefulSet
            metadata: { name: db, namespace: {{Namespace}} }
            spec:
              replicas: {{pods}}
              serviceName: db
              podManagementPolicy: Parallel
              selector: { matchLabels: { app: db } }
              template:
                metadata: { labels: { app: db } }
                spec:
                  terminationGracePeriodSeconds: 1
                  containers:
                  - name: db
                    image: workflows.local/shell:1
                    command: [/bin/sh, -c, "sleep 2147483647"]
                    volumeMounts: [{ name: data, mountPath: /data }, { name: dump, mountPath: /dump }]
              volumeClaimTemplates:
              - metadata: { name: data, labels: { kind: data } }
                spec: { accessModes: [ReadWriteOnce], storageClassName: {{ClaimedFolders.Class}}, resources: { requests: { storage: 1Gi } } }
              - metadata: { name: dump, labels: { kind: dump } }
                spec: { accessModes: [ReadWriteOnce], storageClassName: {{ClaimedFolders.Class}}, resources: { requests: { storage: 1Gi } } }
            """);
        await AwaitAsync(pods);
        for (var pod = 0; pod < pods; pod++)
        {
            await File.WriteAllTextAsync(FileOf("data", pod), string.Create(CultureInfo.InvariantCulture, $"of db-{pod}"));
        }
    }

    public Task AwaitAsync(int pods) => TestNamespaces.UntilAsync(
        "the pods of db are ready",
        async () => (await cluster.GetAsync($"/apis/apps/v1/namespaces/{Namespace}/statefulsets/db"))["status"]?["readyReplicas"]?.GetValue<int>() == pods);

    public static string ClaimOf(string kind, int pod) => string.Create(CultureInfo.InvariantCulture, $"{kind}-db-{pod}");

    private static string VolumeOf(string kind, int pod) => $"{Namespace}-{ClaimOf(kind, pod)}";
}
