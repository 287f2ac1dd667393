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
public sealed partial class ClusterConnection
{
    private readonly Func<CancellationToken, Task<ClusterConnection>>? find;
    private readonly SemaphoreSlim finding = new(1, 1);
    private volatile ClusterEndpoint? endpoint;

    internal ClusterConnection(Uri server, string contextName, ServerTrust trust, ICredentialSource credentials)
        : this(contextName, new ClusterEndpoint(server, trust, credentials))
    {
    }

    internal ClusterConnection(string contextName, ClusterEndpoint endpoint)
    {
        ContextName = contextName;
        this.endpoint = endpoint;
    }

    private ClusterConnection(string contextName, Func<CancellationToken, Task<ClusterConnection>> find)
    {
        ContextName = contextName;
        this.find = find;
    }

    /// <summary>The API server's URL, without user information; it may have a path.</summary>
    /// <exception cref="InvalidOperationException">It is not found out yet: see <see cref="OpenAsync"/>.</exception>
    public Uri Server => Endpoint.Server;

    /// <summary>The context's name, or the registered cluster's; <c>in-cluster</c> for a pod's own service account.</summary>
    public string ContextName { get; }

    /// <summary>The namespace that the context prefers; null if it names none.</summary>
    public string? DefaultNamespace => Endpoint.DefaultNamespace;

    internal ServerTrust Trust => Endpoint.Trust;

    internal ICredentialSource Credentials => Endpoint.Credentials;

    internal Impersonation? Impersonation => Endpoint.Impersonation;

    /// <summary>The proxy the kubeconfig names; null leaves the choice to the environment's proxy variables.</summary>
    internal Uri? Proxy => Endpoint.Proxy;

    private ClusterEndpoint Endpoint => endpoint
        ?? throw new InvalidOperationException($"Where {ContextName} is has not been found out yet.");

    /// <summary>
    /// Resolves a reference to kubeconfig files, or to the cluster this runs in: reads files, certificates and keys. No
    /// connection is made yet.
    /// </summary>
    /// <exception cref="ArgumentException">The reference is to a cluster that a cloud or a vault tells of.</exception>
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

    public override string ToString() => endpoint is { } known ? $"{ContextName} at {known.Server}" : ContextName;

    /// <summary>
    /// Finds out where the cluster is, where that is not known from the start: each request does so first. However many
    /// wait, it is found out once; what failed is tried again by the next.
    /// </summary>
    internal async ValueTask OpenAsync(CancellationToken ct)
    {
        if (endpoint is not null)
            return;
        await finding.WaitAsync(ct);
        try
        {
            endpoint ??= (await find!(ct)).Endpoint;
        }
        finally
        {
            finding.Release();
        }
    }

    internal static ClusterConnection Load(
        ClusterReference reference,
        IReadOnlyDictionary<string, string?> environment,
        string serviceAccountFolder,
        TimeProvider time)
    {
        if (reference.Cloud is not null)
            throw new ArgumentException("Not a cluster of a kubeconfig: it would be taken for the one this runs in.", nameof(reference));
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
