using Workflows.Core.Resources;

namespace Workflows.Activities;

/// <summary>The few resources that activities treat by name.</summary>
internal static class KnownResources
{
    public static readonly GroupResource Namespaces = new("namespaces", "");

    public static readonly GroupResource Secrets = new("secrets", "");

    public static readonly GroupResource ServiceAccounts = new("serviceaccounts", "");

    public static readonly GroupResource Claims = new("persistentvolumeclaims", "");

    public static readonly GroupResource Volumes = new("persistentvolumes", "");

    public static readonly GroupResource Definitions = new("customresourcedefinitions", "apiextensions.k8s.io");

    public static readonly GroupResource ClusterRoles = new("clusterroles", "rbac.authorization.k8s.io");

    public static readonly GroupResource ClusterRoleBindings = new("clusterrolebindings", "rbac.authorization.k8s.io");
}
