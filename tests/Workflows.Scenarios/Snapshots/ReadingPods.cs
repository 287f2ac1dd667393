using Workflows.Scenarios.Clusters;

namespace Workflows.Scenarios.Snapshots;

/// <summary>A Deployment of one pod that has a claim at <c>/data</c>: by it files are written and read as an application does.</summary>
internal static class ReadingPods
{
    public static Task CreateAsync(Cluster cluster, string ns, string claim, string storageClass) => cluster.ApplyAsync($$"""
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: { name: {{claim}}, namespace: {{ns}} }
        spec:
          accessModes: [ReadWriteOnce]
          storageClassName: {{storageClass}}
          resources: { requests: { storage: 1Ki } }
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: reader, namespace: {{ns}} }
        spec:
          replicas: 1
          selector: { matchLabels: { app: reader } }
          template:
            metadata: { labels: { app: reader } }
            spec:
              terminationGracePeriodSeconds: 1
              containers:
              - name: reader
                image: workflows.local/shell:1
                command: [/bin/sh, -c, "sleep 2147483647"]
                volumeMounts: [{ name: data, mountPath: /data }]
              volumes: [{ name: data, persistentVolumeClaim: { claimName: {{claim}} } }]
        """);

    public static Task AwaitAsync(Cluster cluster, string ns) => TestNamespaces.UntilAsync(
        $"the reader in {ns} is ready",
        async () => (await cluster.GetAsync($"/apis/apps/v1/namespaces/{ns}/deployments/reader"))["status"]?["readyReplicas"]?.GetValue<int>() == 1);

    public static async Task WriteAsync(Cluster cluster, string ns, string text) =>
        (await cluster.KubectlAsync("exec", "-n", ns, "deploy/reader", "--", "/bin/sh", "-c", $"printf '{text}' > /data/entry")).Exits(0);

    public static async Task<string> ReadAsync(Cluster cluster, string ns) =>
        (await cluster.KubectlAsync("exec", "-n", ns, "deploy/reader", "--", "/bin/sh", "-c", "cat /data/entry")).Exits(0).Output;
}
