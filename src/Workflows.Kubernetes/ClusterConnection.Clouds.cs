using Workflows.Core.Errors;
using Workflows.Kubernetes.Authentication;
using Workflows.Kubernetes.Configuration;
using Workflows.Kubernetes.Transport;

namespace Workflows.Kubernetes;

/// <summary>Connections to clusters that somebody else tells of: a cloud, or a vault.</summary>
#pragma warning disable CA1001 // A semaphore whose wait handle is never asked for holds nothing to dispose of.
public sealed partial class ClusterConnection
{
    /// <summary>A connection to a cluster of which it takes requests to find out where it is: the first use does.</summary>
    /// <param name="name">What it is called in messages.</param>
    /// <param name="find">Finds it out.</param>
    public static ClusterConnection Finding(string name, Func<CancellationToken, Task<ClusterConnection>> find)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(find);
        return new ClusterConnection(name, find);
    }

    /// <summary>A connection with tokens that expire.</summary>
    /// <param name="name">What it is called in messages.</param>
    /// <param name="server">The server's URL; only HTTPS, as tokens are sent.</param>
    /// <param name="authorities">The certificates to trust, in PEM.</param>
    /// <param name="getToken">Gets a new token; asked when there is none, it expires, or the server refuses it.</param>
    /// <param name="time">Clock.</param>
    /// <exception cref="KubeconfigException">The address or the certificates can't be used.</exception>
    public static ClusterConnection WithTokens(
        string name, string server, string authorities, Func<CancellationToken, Task<ClusterToken>> getToken, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(getToken);
        if (!Uri.TryCreate(server, UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttps || uri.UserInfo.Length > 0)
            throw new KubeconfigException(ErrorKind.Failed, $"What the cloud says of {name} is no https address of a server.");
        var trust = new ServerTrust(PemFiles.ParseAuthorities(authorities, $"certificate authority of {name}"), null, false);
        return new ClusterConnection(name, new ClusterEndpoint(uri, trust, new TokenCredentialSource(getToken, time)));
    }

    /// <summary>
    /// A connection of a kubeconfig that is in no file. It must hold all that it needs: paths would be those of whoever
    /// wrote it, and a plugin (exec) would run here what somebody elsewhere names.
    /// </summary>
    /// <param name="name">What it is called in messages.</param>
    /// <param name="kubeconfig">The kubeconfig, in YAML.</param>
    /// <param name="origin">Where it comes from, for messages: "the secret x of y".</param>
    /// <param name="context">The context; null for the current one.</param>
    /// <param name="getToken">Gets tokens for a user whose plugin would be asked for one; null where plugins are refused.</param>
    /// <param name="time">Clock.</param>
    /// <exception cref="KubeconfigException">It can't be read, has no such context, or does not hold all that it needs.</exception>
    public static ClusterConnection OfKubeconfig(
        string name,
        string kubeconfig,
        string origin,
        string? context,
        Func<CancellationToken, Task<ClusterToken>>? getToken,
        TimeProvider time)
    {
        var config = Kubeconfig.Parse(kubeconfig, origin);
        SelfContained.Require(config, context, mayHavePlugin: getToken is not null);
        var tokens = getToken is null ? null : new TokenCredentialSource(getToken, time);
        return new ClusterConnection(name, ConnectionBuilder.EndpointOf(config, context, time, tokens));
    }
}
