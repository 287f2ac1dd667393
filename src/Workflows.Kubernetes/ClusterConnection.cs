using System.Collections;
using Workflows.Core.Clusters;
using Workflows.Kubernetes.Authentication;
using Workflows.Kubernetes.Configuration;
using Workflows.Kubernetes.Transport;

namespace Workflows.Kubernetes;

/// <summary>
/// How to reach one cluster and as whom: the server's URL, whom to trust, where credentials come from. Holds secrets
/// in memory; its text shows none.
/// </summary>
public sealed class ClusterConnection
{
    internal ClusterConnection(Uri server, string contextName, ServerTrust trust, ICredentialSource credentials)
    {
        Server = server;
        ContextName = contextName;
        Trust = trust;
        Credentials = credentials;
    }

    /// <summary>The API server's URL, without user information; it may have a path.</summary>
    public Uri Server { get; }

    /// <summary>The context's name; <c>in-cluster</c> for a pod's own service account.</summary>
    public string ContextName { get; }

    /// <summary>The namespace that the context prefers; null if it names none.</summary>
    public string? DefaultNamespace { get; internal init; }

    internal ServerTrust Trust { get; }

    internal ICredentialSource Credentials { get; }

    internal Impersonation? Impersonation { get; init; }

    /// <summary>The proxy the kubeconfig names; null leaves the choice to the environment's proxy variables.</summary>
    internal Uri? Proxy { get; init; }

    /// <summary>Resolves a reference: reads its files, certificates and keys. No connection is made yet.</summary>
    /// <exception cref="KubeconfigException">
    /// A file is missing or wrong, the context is unknown, the client certificate has expired.
    /// </exception>
    public static ClusterConnection Load(ClusterReference reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        return Load(reference, ProcessEnvironment(), InClusterConfig.Folder, TimeProvider.System);
    }

    /// <summary>
    /// Finds which cluster is meant: the files of the option, else <c>KUBECONFIG</c>, else <c>~/.kube/config</c>,
    /// else the pod this runs in. Paths become absolute and the context is resolved to its name, so that the
    /// reference means the same to another process later.
    /// </summary>
    /// <param name="kubeconfigOption">The value of <c>--kubeconfig</c>, one file; null or empty if not given.</param>
    /// <param name="contextOption">The value of <c>--context</c>; null or empty if not given.</param>
    /// <param name="environment">The environment; null for this process's.</param>
    /// <exception cref="KubeconfigException">Nothing is given, a file is wrong, or the context is unknown.</exception>
    public static ClusterReference Locate(
        string? kubeconfigOption,
        string? contextOption,
        IReadOnlyDictionary<string, string?>? environment = null) =>
        KubeconfigLocator.Locate(kubeconfigOption, contextOption, environment ?? ProcessEnvironment());

    public override string ToString() => $"{ContextName} at {Server}";

    internal static ClusterConnection Load(
        ClusterReference reference,
        IReadOnlyDictionary<string, string?> environment,
        string serviceAccountFolder,
        TimeProvider time)
    {
        if (reference.Kubeconfig.Count == 0)
            return ConnectionBuilder.InCluster(environment, serviceAccountFolder, time);
        var config = Kubeconfig.Load(reference.Kubeconfig);
        return ConnectionBuilder.FromKubeconfig(config, reference.Context, time);
    }

    private static Dictionary<string, string?> ProcessEnvironment() =>
        Environment.GetEnvironmentVariables()
            .Cast<DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value, StringComparer.Ordinal);
}
