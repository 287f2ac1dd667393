using Workflows.Core.Resources;
using Workflows.Kubernetes.Authentication;
using Workflows.Kubernetes.Transport;

namespace Workflows.Kubernetes.Tests.Servers;

internal static class TestClients
{
    public static readonly ApiResource ConfigMaps =
        new("", "v1", "configmaps", "ConfigMap", true, ["get", "list", "create", "update", "patch", "delete", "watch"]);

    public static readonly ApiResource Secrets = ConfigMaps with { Plural = "secrets", Kind = "Secret" };

    public static readonly ApiResource Namespaces =
        new("", "v1", "namespaces", "Namespace", false, ["get", "list", "create", "update", "patch", "delete", "watch"]);

    public static readonly ApiResource Deployments =
        new("apps", "v1", "deployments", "Deployment", true, ["get", "list"]);

    public static readonly ApiResource Pods = ConfigMaps with { Plural = "pods", Kind = "Pod" };

    /// <summary>Timeouts an hour long, so that only the waits of repetition are short enough to pass.</summary>
    public static ClusterClientOptions Options(TimeProvider? time = null) => new()
    {
        Time = time ?? new EagerTime(),
        Random = new Random(1),
        ResponseTimeout = TimeSpan.FromHours(1),
        IdleTimeout = TimeSpan.FromHours(1),
    };

    public static ClusterClient For(Uri server, ClusterClientOptions? options = null) => new(
        new ClusterConnection(
            server, "test", new ServerTrust(null, null, false), new FixedCredentialSource(Credential.None)),
        options ?? Options());
}
