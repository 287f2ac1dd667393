using System.Text.Json.Nodes;
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

    /// <summary>The same with two claims, at <c>/data</c> and <c>/log</c>, that are labelled as a group.</summary>
    public static async Task CreateGroupAsync(Cluster cluster, string ns, string storageClass)
    {
        await CreateAsync(cluster, ns, "data", storageClass);
        await cluster.ApplyAsync($$"""
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata: { name: log, namespace: {{ns}} }
            spec:
              accessModes: [ReadWriteOnce]
              storageClassName: {{storageClass}}
              resources: { requests: { storage: 1Ki } }
            """);
        foreach (var claim in (string[])["data", "log"])
        {
            await cluster.MergePatchAsync(
                $"/api/v1/namespaces/{ns}/persistentvolumeclaims/{claim}",
                JsonNode.Parse("""{"metadata": {"labels": {"velero.io/volume-group": "shop"} } }""")!);
        }

        (await cluster.KubectlAsync("patch", "deployment", "reader", "-n", ns, "--type", "json", "-p", """
            [{"op": "add", "path": "/spec/template/spec/volumes/-", "value": {"name": "log", "persistentVolumeClaim": {"claimName": "log"} } },
             {"op": "add", "path": "/spec/template/spec/containers/0/volumeMounts/-", "value": {"name": "log", "mountPath": "/log"} },
             {"op": "add", "path": "/spec/strategy", "value": {"type": "Recreate"} }]
            """)).Exits(0);
        await TestNamespaces.UntilAsync(
            $"the reader in {ns} has both claims",
            async () => (await cluster.KubectlAsync("exec", "-n", ns, "deploy/reader", "--", "/bin/sh", "-c", "test -d /log")).ExitCode == 0);
    }

    public static async Task WriteAsync(Cluster cluster, string ns, string text, string folder = "/data") =>
        (await cluster.KubectlAsync("exec", "-n", ns, "deploy/reader", "--", "/bin/sh", "-c", $"printf '{text}' > {folder}/entry")).Exits(0);

    public static async Task<string> ReadAsync(Cluster cluster, string ns, string folder = "/data") =>
        (await cluster.KubectlAsync("exec", "-n", ns, "deploy/reader", "--", "/bin/sh", "-c", $"cat {folder}/entry")).Exits(0).Output;
}
