using System.Text.Json.Nodes;
using Workflows.Scenarios.Clusters;

namespace Workflows.Scenarios.Hooks;

/// <summary>Pods of a shell whose annotations name hooks.</summary>
internal sealed class HookPods(Cluster cluster, string ns)
{
    /// <summary>Creates the namespace, anew.</summary>
    public async Task BeginAsync()
    {
        await TestNamespaces.DeleteAsync(cluster, ns);
        await TestNamespaces.CreateAsync(cluster, ns);
    }

    public Task EndAsync() => TestNamespaces.DeleteAsync(cluster, ns);

    /// <summary>Creates a pod with these annotations of <c>…hook.backup.velero.io</c>.</summary>
    public Task AddAsync(string pod, params (string Key, string Value)[] hooks) => cluster.CreateAsync(
        $"/api/v1/namespaces/{ns}/pods",
        new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Pod",
            ["metadata"] = new JsonObject
            {
                ["name"] = pod,
                ["annotations"] = new JsonObject(hooks.Select(hook => KeyValuePair.Create<string, JsonNode?>(
                    hook.Key.Replace(".", ".hook.backup.velero.io/", StringComparison.Ordinal), hook.Value))),
            },
            ["spec"] = new JsonObject
            {
                ["terminationGracePeriodSeconds"] = 0,
                ["automountServiceAccountToken"] = false,
                ["containers"] = new JsonArray(new JsonObject
                {
                    ["name"] = "main",
                    ["image"] = "workflows.local/shell:1",
                    ["imagePullPolicy"] = "IfNotPresent",
                    ["command"] = new JsonArray("/bin/sh", "-c", "sleep 100000"),
                }),
            },
        });

    /// <summary>A shell's command, as the annotation has it.</summary>
    public static string Shell(string script) => new JsonArray("/bin/sh", "-c", script).ToJsonString();

    public async Task AwaitReadyAsync() =>
        (await cluster.KubectlAsync("wait", "--namespace", ns, "--for=condition=Ready", "pod", "--all", "--timeout=90s")).Exits(0);

    /// <summary>What a hook wrote into a file of its pod; empty where there is none.</summary>
    public async Task<string> ReadAsync(string pod, string file)
    {
        var read = await cluster.KubectlAsync("exec", "--namespace", ns, pod, "--", "/bin/sh", "-c", $"cat {file} 2>/dev/null || true");
        return read.Exits(0).Output;
    }
}
