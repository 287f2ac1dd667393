using System.Globalization;
using Workflows.Core.Errors;

namespace Workflows.Kubernetes.Configuration;

/// <summary>
/// The way into the cluster this process runs in: the environment and files that Kubernetes gives every pod
/// (Kubernetes documentation, "Accessing the Kubernetes API from a Pod").
/// </summary>
internal static class InClusterConfig
{
    public const string Folder = "/var/run/secrets/kubernetes.io/serviceaccount";

    private const string Host = "KUBERNETES_SERVICE_HOST";
    private const string Port = "KUBERNETES_SERVICE_PORT";

    public static bool IsAvailable(IReadOnlyDictionary<string, string?> environment, string folder = Folder) =>
        !string.IsNullOrEmpty(environment.GetValueOrDefault(Host))
        && !string.IsNullOrEmpty(environment.GetValueOrDefault(Port))
        && File.Exists(Path.Combine(folder, "token"));

    /// <exception cref="KubeconfigException">This is not a pod, or one without a service account.</exception>
    public static Uri Server(IReadOnlyDictionary<string, string?> environment, string folder)
    {
        if (!IsAvailable(environment, folder))
            throw new KubeconfigException(
                ErrorKind.NotFound,
                $"No kubeconfig is given and this is no pod with a service account ({Host}, {Port} and {folder}/token).");
        var host = environment[Host]!;
        if (!int.TryParse(environment[Port], NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            || port is < 1 or > 65535
            || Uri.CheckHostName(host) is UriHostNameType.Unknown)
            throw new KubeconfigException(ErrorKind.Usage, $"{Host} and {Port} do not give a server's address.");
        return new UriBuilder(Uri.UriSchemeHttps, host, port).Uri;
    }
}
