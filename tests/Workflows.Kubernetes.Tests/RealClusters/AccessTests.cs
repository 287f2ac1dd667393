using System.Text;
using Workflows.Core.Clusters;
using Workflows.Core.Errors;
using Workflows.Kubernetes.Tests.Servers;

namespace Workflows.Kubernetes.Tests.RealClusters;

[Collection(RealClusterCollection.Name)]
public class AccessTests(RealCluster cluster)
{
    [RealClusterFact]
    public async Task Impersonated_user_is_denied_what_it_may_not_do()
    {
        using var client = As("""{"as":"jane","as-groups":["developers","system:authenticated"]}""");

        var error = await Assert.ThrowsAsync<KubernetesApiException>(() => client.ListPageAsync(
            TestClients.Secrets, cluster.Namespace, new ListQuery(), CancellationToken.None));

        Assert.True(error.IsForbidden);
        Assert.Equal(ErrorKind.Denied, error.Kind);
        Assert.Contains("\"jane\"", error.ServerMessage, StringComparison.Ordinal);
        Assert.Equal(("list", "secrets"), (error.Verb, error.Resource.ToString()));
    }

    [RealClusterFact]
    public async Task Impersonated_group_and_extra_reach_the_server()
    {
        using var client = As("""{"as":"jane","as-groups":["g1","g2"],"as-user-extra":{"Reason/Why":["night","shift"]}}""");
        var reviews = await cluster.ResourceAsync("selfsubjectrulesreviews.authorization.k8s.io");
        var binding = await cluster.ResourceAsync("rolebindings.rbac.authorization.k8s.io");
        await cluster.CreateAsync(binding, cluster.Namespace, """
            {"metadata":{"name":"g2-views"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"view"},
            "subjects":[{"kind":"Group","apiGroup":"rbac.authorization.k8s.io","name":"g2"}]}
            """);

        // Who may do this is decided by the second group alone; a policy takes a moment to be known.
        for (var i = 0; ; i++)
        {
            try
            {
                using var page = await client.ListPageAsync(
                    TestClients.ConfigMaps, cluster.Namespace, new ListQuery(), CancellationToken.None);
                break;
            }
            catch (KubernetesApiException e) when (e.IsForbidden && i < 500)
            {
                continue;
            }
        }

        Assert.True(reviews.Allows("create"));
    }

    [RealClusterFact]
    public async Task Service_account_token_from_a_file_lets_in_and_a_wrong_one_does_not()
    {
        var accounts = await cluster.ResourceAsync("serviceaccounts");
        await cluster.CreateAsync(accounts, cluster.Namespace, """{"metadata":{"name":"robot"}}""");
        var answer = await cluster.Client.CreateSubresourceAsync(
            accounts, cluster.Namespace, "robot", "token", """{"spec":{"expirationSeconds":600}}"""u8.ToArray(), null,
            CancellationToken.None);
        var token = (string)answer.Node()["status"]!["token"]!;
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, "wrong\n");
            using var client = As($$"""{"tokenFile":"{{file}}"}""", credentials: false);
            var error = await Assert.ThrowsAsync<KubernetesApiException>(() => client.GetAsync(
                accounts, cluster.Namespace, "robot", CancellationToken.None));
            Assert.True(error.IsUnauthorized);

            // The file rotates: the refusal makes the client read it again.
            await File.WriteAllTextAsync(file, token + "\n");
            error = await Assert.ThrowsAsync<KubernetesApiException>(() => client.GetAsync(
                accounts, cluster.Namespace, "robot", CancellationToken.None));
            Assert.True(error.IsForbidden);
            Assert.Contains($"system:serviceaccount:{cluster.Namespace}:robot", error.ServerMessage, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [RealClusterFact]
    public async Task Server_with_another_authority_is_not_trusted_and_nothing_is_sent()
    {
        using var other = Certificates.TestAuthority.Create();
        using var client = As("{}", authority: other.Pem);

        var error = await Assert.ThrowsAsync<KubernetesConnectionException>(
            () => client.GetVersionAsync(CancellationToken.None));

        Assert.Equal(ConnectionFailure.Untrusted, error.Failure);
        Assert.Contains(client.Connection.Server.AbsoluteUri, error.Message, StringComparison.Ordinal);
        Assert.Contains("certificate-authority", error.Message, StringComparison.Ordinal);
    }

    /// <summary>The cluster's own kubeconfig with fields of the user (JSON) added.</summary>
    private static ClusterClient As(string user, bool credentials = true, string? authority = null)
    {
        var config = Configuration.KubeconfigText.Load(RealCluster.Kubeconfig);
        config.MergeUser(user, credentials);
        if (authority is not null)
            config.SetAuthority(authority);
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, config.ToString(), Encoding.UTF8);
            return new ClusterClient(ClusterConnection.Load(new ClusterReference([file], null)));
        }
        finally
        {
            File.Delete(file);
        }
    }
}
