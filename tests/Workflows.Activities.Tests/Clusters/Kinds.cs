using Workflows.Core.Resources;

namespace Workflows.Activities.Tests.Clusters;

/// <summary>The kinds that tests use.</summary>
internal static class Kinds
{
    public static readonly ApiResource Namespaces = new("", "v1", "namespaces", "Namespace", false, ["list"]);

    public static readonly ApiResource ConfigMaps = new("", "v1", "configmaps", "ConfigMap", true, ["list"]);

    public static readonly ApiResource Secrets = new("", "v1", "secrets", "Secret", true, ["list"]);

    public static readonly ApiResource Quotas = new("", "v1", "resourcequotas", "ResourceQuota", true, ["list"]);

    public static readonly ApiResource ServiceAccounts =
        new("", "v1", "serviceaccounts", "ServiceAccount", true, ["list"]);

    public static readonly ApiResource Services = new("", "v1", "services", "Service", true, ["list"]);

    public static readonly ApiResource Roles =
        new("rbac.authorization.k8s.io", "v1", "roles", "Role", true, ["list"]);

    public static readonly ApiResource RoleBindings =
        new("rbac.authorization.k8s.io", "v1", "rolebindings", "RoleBinding", true, ["list"]);
}
