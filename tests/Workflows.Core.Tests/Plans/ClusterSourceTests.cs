using System.Text.Json;
using Workflows.Core.Clusters;
using Workflows.Core.Keys;
using Workflows.Core.Plans;

namespace Workflows.Core.Tests.Plans;

/// <summary>The ways in which a cluster is declared.</summary>
public sealed class ClusterSourceTests
{
    private const string AksId =
        "/subscriptions/00000000-1111-2222-3333-444444444444/resourceGroups/shop/providers/Microsoft.ContainerService/managedClusters/prod";

    public static TheoryData<string, CloudSource> Sources { get; } = new()
    {
        { $"aks: {{ resourceId: {AksId} }}", new AksCluster(AksId) },
        {
            $"aks: {{ resourceId: {AksId}, serverApplication: 11111111-2222-3333-4444-555555555555 }}",
            new AksCluster(AksId) { ServerApplication = "11111111-2222-3333-4444-555555555555" }
        },
        { "eks: { region: eu-central-1, name: prod }", new EksCluster("eu-central-1", "prod") },
        {
            "eks: { region: us-gov-west-1, name: prod, roleArn: \"arn:aws-us-gov:iam::123456789012:role/x\" }",
            new EksCluster("us-gov-west-1", "prod") { RoleArn = "arn:aws-us-gov:iam::123456789012:role/x" }
        },
        { "gke: { project: shop-123, location: europe-west3, name: prod }", new GkeCluster("shop-123", "europe-west3", "prod") },
        {
            "kubeconfigSecret: { vault: \"https://shop.vault.azure.net/\", secret: prod }",
            new KubeconfigSecret("https://shop.vault.azure.net", "prod")
        },
    };

    [Theory]
    [MemberData(nameof(Sources))]
    public void A_cluster_says_where_it_is_found_and_a_journal_gives_that_back(string spec, CloudSource source)
    {
        var read = Read(spec);

        Assert.Equal((source, "blue"), (read.Cloud, read.Name));
        var kept = JsonSerializer.Deserialize<ClusterReference>(JsonSerializer.Serialize(read, JsonSerializerOptions.Web), JsonSerializerOptions.Web);
        Assert.Equal((source, "blue"), (kept!.Cloud, kept.Name));
    }

    [Fact]
    public void A_secrets_context_is_kept() =>
        Assert.Equal("admin", Read("kubeconfigSecret: { vault: \"https://shop.vault.azure.net\", secret: prod }, context: admin").Context);

    [Theory]
    [InlineData("aks: { resourceId: /subscriptions/x }", "no resource id of an AKS cluster")]
    [InlineData("aks: { resourceId: \"" + AksId + "/../../x?y=\" }", "no resource id of an AKS cluster")]
    [InlineData("aks: { resourceId: " + AksId + ", serverApplication: me }", "UUID")]
    [InlineData("aks: {}", "This field is needed")]
    [InlineData("eks: { region: \"attacker.example/\", name: prod }", "no region")]
    [InlineData("eks: { region: eu-central-1, name: a/b }", "An EKS cluster's name")]
    [InlineData("eks: { region: eu-central-1, name: prod, roleArn: admin }", "no role's ARN")]
    [InlineData("gke: { project: \"../x\", location: europe-west3, name: prod }", "no project's id")]
    [InlineData("gke: { project: shop-123, location: europe-west3, name: A }", "A GKE cluster's name")]
    [InlineData("kubeconfigSecret: { vault: \"https://attacker.example\", secret: prod }", "An Azure Key Vault has a URL")]
    [InlineData("kubeconfigSecret: { vault: \"https://shop.vault.azure.net\", secret: a/b }", "A secret's name")]
    [InlineData("gke: { project: shop-123, location: europe-west3, name: prod }, inCluster: true", "A cluster has one of")]
    [InlineData("gke: { project: shop-123, location: europe-west3, name: prod }, kubeconfig: [/a]", "A cluster has one of")]
    [InlineData("eks: { region: eu-central-1, name: prod }, context: admin", "Only a kubeconfig has contexts")]
    public void What_would_lead_elsewhere_is_refused(string spec, string said) =>
        Assert.Contains(said, Assert.Throws<PlanException>(() => Read(spec)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("https://v.vault.azure.net/keys/k", "https://vault.azure.net/.default")]
    [InlineData("https://v.vault.azure.cn/keys/k/0123456789abcdef0123456789abcdef", "https://vault.azure.cn/.default")]
    [InlineData("https://h.managedhsm.azure.net/keys/k", "https://managedhsm.azure.net/.default")]
    public void A_vaults_key_is_read_and_its_token_is_for_its_cloud(string text, string scope)
    {
        Assert.True(VaultAddress.TryParse(text, out var address));
        Assert.Equal((text, scope), (address.ToString(), VaultAddress.ScopeOf(address.Vault)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("http://v.vault.azure.net/keys/k")]
    [InlineData("https://vault.azure.net/keys/k")]
    [InlineData("https://v.vault.azure.net@attacker.example/keys/k")]
    [InlineData("https://attacker.example/v.vault.azure.net/keys/k")]
    [InlineData("https://v.vault.azure.net/keys/k/new")]
    [InlineData("https://v.vault.azure.net/secrets/k")]
    public void What_is_no_vaults_key_is_none(string? text) => Assert.False(VaultAddress.TryParse(text, out _));

    private static ClusterReference Read(string spec) => ((ClusterResource)Assert.Single(PlanReader.Read(
        $"apiVersion: workflows/v1\nkind: Cluster\nmetadata: {{ name: blue }}\nspec: {{ {spec} }}", "clusters.yaml"))).Named;
}
