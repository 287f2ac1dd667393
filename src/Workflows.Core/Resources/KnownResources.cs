namespace Workflows.Core.Resources;

/// <summary>The resources that rules and plans treat by name.</summary>
public static class KnownResources
{
    private const string Rbac = "rbac.authorization.k8s.io";
    private const string Admission = "admissionregistration.k8s.io";

    public static readonly GroupResource Namespaces = new("namespaces", "");
    public static readonly GroupResource Pods = new("pods", "");
    public static readonly GroupResource Services = new("services", "");
    public static readonly GroupResource Endpoints = new("endpoints", "");
    public static readonly GroupResource EndpointSlices = new("endpointslices", "discovery.k8s.io");
    public static readonly GroupResource Secrets = new("secrets", "");
    public static readonly GroupResource ConfigMaps = new("configmaps", "");
    public static readonly GroupResource ServiceAccounts = new("serviceaccounts", "");
    public static readonly GroupResource PersistentVolumes = new("persistentvolumes", "");
    public static readonly GroupResource PersistentVolumeClaims = new("persistentvolumeclaims", "");
    public static readonly GroupResource Jobs = new("jobs", "batch");
    public static readonly GroupResource Roles = new("roles", Rbac);
    public static readonly GroupResource RoleBindings = new("rolebindings", Rbac);
    public static readonly GroupResource ClusterRoles = new("clusterroles", Rbac);
    public static readonly GroupResource ClusterRoleBindings = new("clusterrolebindings", Rbac);
    public static readonly GroupResource PriorityClasses = new("priorityclasses", "scheduling.k8s.io");
    public static readonly GroupResource FlowSchemas = new("flowschemas", "flowcontrol.apiserver.k8s.io");
    public static readonly GroupResource PriorityLevels = new("prioritylevelconfigurations", "flowcontrol.apiserver.k8s.io");
    public static readonly GroupResource CustomResourceDefinitions = new("customresourcedefinitions", "apiextensions.k8s.io");
    public static readonly GroupResource ApiServices = new("apiservices", "apiregistration.k8s.io");
    public static readonly GroupResource MutatingWebhooks = new("mutatingwebhookconfigurations", Admission);
    public static readonly GroupResource ValidatingWebhooks = new("validatingwebhookconfigurations", Admission);
}
