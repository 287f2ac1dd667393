using System.Text.Json.Nodes;
using Workflows.Scenarios.Clusters;

namespace Workflows.Scenarios.Hooks;

/// <summary>Pods of a shell whose annotations name hooks.</summary>
internal sealed class HookPods(Cluster cluster, string ns)
{
    /// <summary>What runs in them: a shell, and what belongs to one.</summary>
    public const string Image = "workflows.local/shell:1";

    /// <summary>Creates the namespace, anew.</summary>
    public async Task BeginAsync()
    {
        await TestNamespaces.DeleteAsync(cluster, ns);
        await TestNamespaces.CreateAsync(cluster, ns);
    }

    public Task EndAsync() => TestNamespaces.DeleteAsync(cluster, ns);

    /// <summary>Creates a pod with these annotations: <c>pre.command</c> stands for <c>pre.hook.backup.velero.io/command</c>.</summary>
    public Task AddAsync(string pod, params (string Key, string Value)[] hooks) => AddAsync(
        pod, [.. hooks.Select(hook => (hook.Key.Replace(".", ".hook.backup.velero.io/", StringComparison.Ordinal), hook.Value))], volume: null);

    /// <summary>Creates a pod with these annotations, and this volume at <c>/data</c>.</summary>
    public Task AddAsync(string pod, (string Key, string Value)[] annotations, JsonObject? volume) => cluster.CreateAsync(
        $"/api/v1/namespaces/{ns}/pods",
        new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Pod",
            ["metadata"] = Metadata(pod, annotations),
            ["spec"] = Spec(volume),
        });

    /// <summary>Creates a Deployment whose pods have these annotations.</summary>
    public Task AddDeploymentAsync(string name, int replicas, params (string Key, string Value)[] annotations) => cluster.CreateAsync(
        $"/apis/apps/v1/namespaces/{ns}/deployments",
        new JsonObject
        {
            ["apiVersion"] = "apps/v1",
            ["kind"] = "Deployment",
            ["metadata"] = new JsonObject { ["name"] = name },
            ["spec"] = new JsonObject
            {
                ["replicas"] = replicas,
                ["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["app"] = name } },
                ["template"] = new JsonObject { ["metadata"] = Metadata(name, annotations), ["spec"] = Spec(null) },
            },
        });

    private static JsonObject Metadata(string app, (string Key, string Value)[] annotations) => new()
    {
        ["name"] = app,
        ["labels"] = new JsonObject { ["app"] = app },
        ["annotations"] = new JsonObject(annotations.Select(annotation => KeyValuePair.Create<string, JsonNode?>(annotation.Key, annotation.Value))),
    };

    private static JsonObject Spec(JsonObject? volume)
    {
        var container = new JsonObject
        {
            ["name"] = "main",
            ["image"] = Image,
            ["imagePullPolicy"] = "IfNotPresent",
            ["command"] = new JsonArray("/bin/sh", "-c", "sleep 100000"),
        };
        var spec = new JsonObject
        {
            ["terminationGracePeriodSeconds"] = 0,
            ["automountServiceAccountToken"] = false,
            ["containers"] = new JsonArray(container),
        };
        if (volume is not null)
        {
            volume["name"] = "data";
            spec["volumes"] = new JsonArray(volume);
            container["volumeMounts"] = new JsonArray(new JsonObject { ["name"] = "data", ["mountPath"] = "/data" });
        }

        return spec;
    }

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
