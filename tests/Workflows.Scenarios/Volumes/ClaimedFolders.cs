using System.Text.Json.Nodes;
using Workflows.Scenarios.Clusters;

namespace Workflows.Scenarios.Volumes;

/// <summary>
/// Volumes as a test makes them, for clusters without a provisioner: folders of the machine that the nodes are on, each
/// offered to whoever claims its class.
/// </summary>
internal static class ClaimedFolders
{
    public const string Class = "wf-folders";

    private const string Volumes = "/api/v1/persistentvolumes";

    /// <summary>A volume that a claim of the class may bind.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="name">The volume's name.</param>
    /// <param name="folder">Where its files are.</param>
    /// <param name="claim">The only claim that may bind it; null for any.</param>
    /// <param name="storageClass">Its class.</param>
    /// <param name="capacity">How much it is said to hold.</param>
    public static async Task OfferAsync(
        Cluster cluster,
        string name,
        string folder,
        (string Namespace, string Name)? claim = null,
        string storageClass = Class,
        string capacity = "1Gi")
    {
        Directory.CreateDirectory(folder);
        await cluster.DeleteAsync($"{Volumes}/{name}");
        await TestNamespaces.UntilAsync(
            $"volume {name} is gone", async () => await cluster.FindAsync($"{Volumes}/{name}") is null);
        var volume = JsonNode.Parse($$"""
            {"apiVersion": "v1", "kind": "PersistentVolume", "metadata": {"name": "{{name}}"},
             "spec": {"capacity": {"storage": "{{capacity}}"}, "accessModes": ["ReadWriteOnce"], "storageClassName": "{{storageClass}}",
              "persistentVolumeReclaimPolicy": "Retain", "hostPath": {"path": "{{folder}}", "type": "Directory"} } }
            """)!;
        if (claim is var (ns, only))
        {
            volume["spec"]!["claimRef"] = new JsonObject { ["namespace"] = ns, ["name"] = only };
        }

        await cluster.CreateAsync(Volumes, volume);
    }

    public static Task WithdrawAsync(Cluster cluster, string name) => cluster.DeleteAsync($"{Volumes}/{name}");

    /// <summary>A claim, and a Deployment of one pod that mounts it at <c>/data</c> and writes what time it is now and then.</summary>
    public static Task ClaimAsync(Cluster cluster, string ns, string claim) => cluster.ApplyAsync($$"""
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: { name: {{claim}}, namespace: {{ns}} }
        spec:
          accessModes: [ReadWriteOnce]
          storageClassName: {{Class}}
          resources: { requests: { storage: 1Gi } }
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: writer, namespace: {{ns}} }
        spec:
          replicas: 1
          selector: { matchLabels: { app: writer } }
          template:
            metadata: { labels: { app: writer } }
            spec:
              terminationGracePeriodSeconds: 1
              containers:
              - name: writer
                image: workflows.local/shell:1
                command: [/bin/sh, -c, "echo started >> /data/starts; sleep 2147483647"]
                volumeMounts: [{ name: data, mountPath: /data }]
              volumes: [{ name: data, persistentVolumeClaim: { claimName: {{claim}} } }]
        """);
}
