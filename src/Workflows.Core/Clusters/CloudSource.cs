using System.Text.Json.Serialization;

namespace Workflows.Core.Clusters;

/// <summary>Who tells how a cluster is reached, with the identity of whoever asks; never a credential.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(AksCluster), "aks")]
[JsonDerivedType(typeof(EksCluster), "eks")]
[JsonDerivedType(typeof(GkeCluster), "gke")]
[JsonDerivedType(typeof(KubeconfigSecret), "kubeconfigSecret")]
public abstract record CloudSource;

/// <summary>A cluster of Azure Kubernetes Service.</summary>
/// <param name="ResourceId"><c>/subscriptions/…/resourceGroups/…/providers/Microsoft.ContainerService/managedClusters/…</c>.</param>
public sealed record AksCluster(string ResourceId) : CloudSource
{
    /// <summary>The application that Microsoft runs all AKS API servers with Entra ID as.</summary>
    public const string UsualServerApplication = "6dae42f8-4368-4678-94ff-3960e28e3630";

    /// <summary>Whom tokens for the API server are meant for.</summary>
    public string ServerApplication { get; init; } = UsualServerApplication;
}

/// <summary>A cluster of Amazon Elastic Kubernetes Service.</summary>
/// <param name="Region">As in <c>eu-central-1</c>.</param>
/// <param name="Name">Its name in that region.</param>
public sealed record EksCluster(string Region, string Name) : CloudSource
{
    /// <summary>The role to take on for it; null to be who one is.</summary>
    public string? RoleArn { get; init; }
}

/// <summary>A cluster of Google Kubernetes Engine.</summary>
/// <param name="Project">The project's id.</param>
/// <param name="Location">A region or a zone.</param>
/// <param name="Name">Its name there.</param>
public sealed record GkeCluster(string Project, string Location, string Name) : CloudSource;

/// <summary>A kubeconfig that is a secret in Azure Key Vault.</summary>
/// <param name="Vault">The vault's URL.</param>
/// <param name="Secret">The secret's name; its newest version counts.</param>
public sealed record KubeconfigSecret(string Vault, string Secret) : CloudSource;
