using Workflows.Core.Errors;
using Workflows.Kubernetes.Authentication;
using Workflows.Kubernetes.Transport;

namespace Workflows.Kubernetes.Configuration;

/// <summary>Turns what a kubeconfig says of one context into a connection.</summary>
internal static class ConnectionBuilder
{
    public static ClusterConnection InCluster(
        IReadOnlyDictionary<string, string?> environment, string folder, TimeProvider time)
    {
        var server = InClusterConfig.Server(environment, folder);
        var authority = PemFiles.ReadAuthorities(Path.Combine(folder, "ca.crt"), "the pod's service account");
        var token = new TokenFileCredentialSource(Path.Combine(folder, "token"), null, time);
        return new ClusterConnection(server, "in-cluster", new ServerTrust(authority, null, false), token);
    }

    public static ClusterConnection FromKubeconfig(Kubeconfig config, string? contextName, TimeProvider time) =>
        new(config.Context(contextName).Name, EndpointOf(config, contextName, time, tokens: null));

    /// <param name="config">The kubeconfig.</param>
    /// <param name="contextName">The context; null for the current one.</param>
    /// <param name="time">Clock.</param>
    /// <param name="tokens">Stands in for the user's plugin, where there is one; null runs the plugin.</param>
    public static ClusterEndpoint EndpointOf(
        Kubeconfig config, string? contextName, TimeProvider time, ICredentialSource? tokens)
    {
        var context = config.Context(contextName);
        var cluster = config.Cluster(context);
        var user = config.User(context);
        var server = Server(cluster);
        var proxy = Proxy(cluster);
        // As kubectl: credentials are for servers whose name is proven, so never over plain HTTP.
        var credentials = user is null || server.Scheme == Uri.UriSchemeHttp
            ? new FixedCredentialSource(Credential.None)
            : tokens is not null && user.Child("exec") is not null ? tokens
            : UserCredentials.Build(user, cluster, time);
        return new ClusterEndpoint(server, Trust(cluster), credentials)
        {
            DefaultNamespace = context.Text("namespace"),
            Impersonation = user is null ? null : ReadImpersonation(user),
            Proxy = proxy,
        };
    }

    private static Uri Server(KubeconfigEntry cluster)
    {
        var text = cluster.Text("server")
            ?? throw Error($"The cluster {cluster} names no server.");
        // kubectl reads "host:port" without a scheme as HTTP; nobody means that, so it is asked for.
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri)
            || (uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp)
            || uri.Query.Length > 0 || uri.Fragment.Length > 0)
            throw Error($"The server of the cluster {cluster} is not an http or https URL.");
        return new UriBuilder(uri) { UserName = "", Password = "" }.Uri;
    }

    private static Uri? Proxy(KubeconfigEntry cluster)
    {
        if (cluster.Text("proxy-url") is not { } text)
            return null;
        return Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" or "socks5"
            ? uri
            : throw Error($"The proxy-url of the cluster {cluster} is not an http, https or socks5 URL.");
    }

    private static ServerTrust Trust(KubeconfigEntry cluster)
    {
        var anyone = cluster.Flag("insecure-skip-tls-verify");
        var authorities = cluster.Text("certificate-authority-data") is { } data
            ? PemFiles.ParseAuthorities(
                PemFiles.Decode(data, $"certificate-authority-data of the cluster {cluster}"),
                $"certificate-authority-data of the cluster {cluster}")
            : cluster.FilePath("certificate-authority") is { } path
                ? PemFiles.ReadAuthorities(path, $"the cluster {cluster}")
                : null;
        if (anyone && authorities is not null)
            throw Error(
                $"The cluster {cluster} has both a certificate authority and insecure-skip-tls-verify: choose one.");
        return new ServerTrust(authorities, cluster.Text("tls-server-name"), anyone);
    }

    private static Impersonation? ReadImpersonation(KubeconfigEntry user)
    {
        var extra = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        if (user.Child("as-user-extra") is { } fields)
        {
            foreach (var key in fields.Fields.Entries.Keys)
                extra[key] = fields.Texts(key);
        }

        var uid = user.Text("as-uid");
        var groups = user.Texts("as-groups");
        if (new[] { user.Text("as"), uid }.Concat(groups).Concat(extra.Values.SelectMany(value => value)).Any(IsNoHeader))
            throw Error($"The user {user} impersonates something with characters that no header can carry.");
        if (user.Text("as") is { } name)
            return new Impersonation(name, uid, groups, extra);
        return uid is null && groups.Count == 0 && extra.Count == 0
            ? null
            : throw Error($"The user {user} impersonates groups, a uid or extra values without a user ('as').");
    }

    private static bool IsNoHeader(string? text) => text is not null && text.Any(c => c is < ' ' or > '~');

    private static KubeconfigException Error(string message) => new(ErrorKind.Usage, message);
}
