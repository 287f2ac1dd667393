using System.Text.Json.Nodes;
using Workflows.Core.Errors;
using Workflows.Kubernetes.Authentication;
using Workflows.Kubernetes.Yaml;

namespace Workflows.Kubernetes.Configuration;

/// <summary>Reads the <c>exec</c> part of a user.</summary>
internal static class ExecPluginConfig
{
    private const string Group = "client.authentication.k8s.io/";
    private const string ExtensionName = "client.authentication.k8s.io/exec";

    /// <summary>How long a plugin may take; those that ask a cloud take seconds.</summary>
    public static TimeSpan Timeout => TimeSpan.FromMinutes(1);

    public static ExecPlugin Read(KubeconfigEntry exec, KubeconfigEntry cluster)
    {
        var command = exec.Text("command")
            ?? throw Error($"The user {exec} has an exec plugin without a command.");
        var version = exec.Text("apiVersion") ?? "";
        if (version is not (Group + "v1" or Group + "v1beta1"))
            throw Error($"The exec plugin of the user {exec} speaks '{version}'; {Group}v1 and {Group}v1beta1 are known.");
        CheckInteractive(exec, version);
        return new ExecPlugin(
            version,
            // A path is relative to the kubeconfig; a bare name is looked for on the path.
            command.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal) ? exec.Resolve(command) : command,
            exec.Texts("args"),
            Environment(exec),
            $"the user {exec}")
        {
            InstallHint = exec.Text("installHint"),
            Cluster = exec.Flag("provideClusterInfo") ? ClusterInfo(cluster) : null,
        };
    }

    private static void CheckInteractive(KubeconfigEntry exec, string version)
    {
        switch (exec.Text("interactiveMode"))
        {
            case "Never" or "IfAvailable":
            case null when version == Group + "v1beta1":
                return;
            case "Always":
                throw Error(
                    $"The exec plugin of the user {exec} always asks a person (interactiveMode: Always), and a backup "
                    + "may run without one. Use a plugin that can work unattended.");
            case null:
                throw Error($"The exec plugin of the user {exec} must give an interactiveMode.");
            default:
                throw Error($"The exec plugin of the user {exec} has an unknown interactiveMode.");
        }
    }

    private static Dictionary<string, string> Environment(KubeconfigEntry exec)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var item in exec.List("env"))
        {
            var entry = item is YamlMapping mapping
                ? exec with { Fields = mapping }
                : throw Error($"The exec plugin of the user {exec} has an env entry that is not a mapping.");
            var name = entry.Text("name")
                ?? throw Error($"The exec plugin of the user {exec} has an env entry without a name.");
            variables[name] = entry.Text("value") ?? "";
        }

        return variables;
    }

    private static JsonObject ClusterInfo(KubeconfigEntry cluster)
    {
        var info = new JsonObject { ["server"] = cluster.Text("server") };
        if (cluster.Text("tls-server-name") is { } name)
            info["tls-server-name"] = name;
        if (cluster.Flag("insecure-skip-tls-verify"))
            info["insecure-skip-tls-verify"] = true;
        if (cluster.Text("certificate-authority-data") is { } data)
            info["certificate-authority-data"] = data;
        else if (cluster.FilePath("certificate-authority") is { } path)
            info["certificate-authority-data"] = Convert.ToBase64String(
                System.Text.Encoding.UTF8.GetBytes(PemFiles.Read(path, $"the cluster {cluster}")));
        if (cluster.Text("proxy-url") is { } proxy)
            info["proxy-url"] = proxy;
        if (Extension(cluster) is { } config)
            info["config"] = config;
        return info;
    }

    /// <summary>What the cluster's entry holds for plugins, passed on as it is.</summary>
    private static JsonNode? Extension(KubeconfigEntry cluster)
    {
        foreach (var item in cluster.List("extensions"))
        {
            if (item is YamlMapping mapping
                && mapping.Entries.TryGetValue("name", out var name) && name is YamlScalar { Text: ExtensionName }
                && mapping.Entries.TryGetValue("extension", out var value))
                return YamlToJson.Convert(value);
        }

        return null;
    }

    private static KubeconfigException Error(string message) => new(ErrorKind.Usage, message);
}
