namespace Workflows.Clouds.Tests.Support;

internal static class Kubeconfigs
{
    /// <summary>A kubeconfig for the local API server, with a user of these fields.</summary>
    public static string Of(LocalCloud cloud, string user) =>
        $$"""
        apiVersion: v1
        kind: Config
        current-context: prod
        clusters:
        - name: prod
          cluster: { server: "{{cloud.Api.Url}}", certificate-authority-data: {{cloud.AuthorityData}} }
        users:
        - name: clusterUser
          user:
            {{user}}
        contexts:
        - name: prod
          context: { cluster: prod, user: clusterUser }
        - name: other
          context: { cluster: missing, user: clusterUser }
        """;
}
