using System.Text;

namespace Workflows.Faults.Connecting;

/// <summary>The kubeconfig of a proxy's clients.</summary>
public static class ProxyKubeconfig
{
    /// <summary>Writes it.</summary>
    /// <param name="proxy">The proxy; it shows the server a certificate of its own.</param>
    /// <param name="file">Where to; overwritten.</param>
    /// <param name="context">The context's name.</param>
    /// <param name="user">The user in YAML's flow style; by default one without credentials.</param>
    /// <returns>The file.</returns>
    public static string Write(FaultProxy proxy, string file, string context = "proxied", string user = "{}")
    {
        ArgumentNullException.ThrowIfNull(proxy);
        File.WriteAllText(file, $$"""
            apiVersion: v1
            kind: Config
            current-context: {{context}}
            clusters:
            - name: {{context}}
              cluster:
                server: {{proxy.Url.AbsoluteUri.TrimEnd('/')}}
                certificate-authority-data: {{Convert.ToBase64String(Encoding.UTF8.GetBytes(proxy.AuthorityPem))}}
            users:
            - name: {{context}}
              user: {{user}}
            contexts:
            - name: {{context}}
              context: { cluster: {{context}}, user: {{context}} }

            """);
        return file;
    }
}
