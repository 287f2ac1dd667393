using System.Security.Cryptography.X509Certificates;
using System.Text;
using YamlDotNet.RepresentationModel;

namespace Workflows.Faults.Connecting;

/// <summary>Where a server is, whom to trust for it, and what to show it.</summary>
/// <param name="Url">Its URL.</param>
public sealed record ServerAddress(Uri Url)
{
    /// <summary>Whom to trust; null for the machine's own roots.</summary>
    public X509Certificate2Collection? Authorities { get; init; }

    /// <summary>What the proxy shows; null lets clients prove themselves by what they send.</summary>
    public X509Certificate2? ClientCertificate { get; init; }

    /// <summary>The server of a kubeconfig's current context; certificates must lie inside the file.</summary>
    public static ServerAddress FromKubeconfig(string file)
    {
        var yaml = new YamlStream();
        using (var text = File.OpenText(file))
        {
            yaml.Load(text);
        }

        var root = (YamlMappingNode)yaml.Documents[0].RootNode;
        var context = Named(root, "contexts", Text(root, "current-context")!, "context");
        var cluster = Named(root, "clusters", Text(context, "cluster")!, "cluster");
        var user = Named(root, "users", Text(context, "user")!, "user");
        return new(new Uri(Text(cluster, "server")!))
        {
            Authorities = AuthoritiesIn(cluster),
            ClientCertificate = CertificateIn(user),
        };
    }

    private static X509Certificate2Collection? AuthoritiesIn(YamlMappingNode cluster)
    {
        if (Decoded(cluster, "certificate-authority-data") is not { } pem)
        {
            return null;
        }

        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPem(pem);
        return authorities;
    }

    private static X509Certificate2? CertificateIn(YamlMappingNode user) =>
        Decoded(user, "client-certificate-data") is { } certificate && Decoded(user, "client-key-data") is { } key
            ? X509Certificate2.CreateFromPem(certificate, key)
            : null;

    private static YamlMappingNode Named(YamlMappingNode root, string list, string name, string content) =>
        ((YamlSequenceNode)root[list])
            .Cast<YamlMappingNode>()
            .Where(entry => Text(entry, "name") == name)
            .Select(entry => (YamlMappingNode)entry[content])
            .First();

    private static string? Decoded(YamlMappingNode node, string key) =>
        Text(node, key) is { } base64 ? Encoding.UTF8.GetString(Convert.FromBase64String(base64)) : null;

    private static string? Text(YamlMappingNode node, string key) =>
        node.Children.TryGetValue(new YamlScalarNode(key), out var value) ? ((YamlScalarNode)value).Value : null;
}
