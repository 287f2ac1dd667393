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

    /// <summary>A volume that any claim of the class may bind.</summary>
    public static async Task OfferAsync(
        Cluster cluster, string name, string folder, string storageClass = Class, string capacity = "1Gi")
    {
        Directory.CreateDirectory(folder);
        await cluster.DeleteAsync($"{Volumes}/{name}");
        await TestNamespaces.UntilAsync(
            $"volume {name} is gone", async () => await cluster.FindAsync($"{Volumes}/{name}") is null);
        await cluster.CreateAsync(Volumes, JsonNode.Parse($$"""
            {"apiVersion": "v1", "kind": "PersistentVolume", "metadata": {"name": "{{name}}"},
             "spec": {"capacity": {"storage": "{{capacity}}"}, "accessModes": ["ReadWriteOnce"], "storageClassName": "{{storageClass}}",
              "persistentVolumeReclaimPolicy": "Retain", "hostPath": {"path": "{{folder}}", "type": "Directory"} } }
            """)!);
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
