using Workflows.Core.Resources;

namespace Workflows.Core.Restores.Waves;

/// <summary>The order that holds for every restore: which kind needs which. Reasons stand beside the lines.</summary>
internal static class DefaultWaveDependencies
{
    private static readonly string[] PodNeeds =
    [
        "configmaps", "secrets", "serviceaccounts",
        "rolebindings.rbac.authorization.k8s.io", "clusterrolebindings.rbac.authorization.k8s.io",
        "persistentvolumeclaims",
        "services",
        "priorityclasses.scheduling.k8s.io", "runtimeclasses.node.k8s.io",
        // Before pods, so that no pod runs a moment without its policy.
        "networkpolicies.networking.k8s.io", "podsecuritypolicies.policy",
        // Pods that controllers make get their defaults from it; with a quota, pods without them would be refused.
        "limitranges",
    ];

    private static readonly string[] LastNeeds =
    [
        "*",
        "clusterbootstraps.run.tanzu.vmware.com",
        "clusterresourcesets.addons.cluster.x-k8s.io",
        "apps.kappctrl.k14s.io",
        "packageinstalls.packaging.carvel.dev",
    ];

    public static IReadOnlyList<WaveDependency> Lines { get; } =
    [
        .. Definitions(),
        .. ClusterSettings(),
        .. AccessAndConfiguration(),
        .. VolumesAndServices(),
        .. Workloads(),
        .. AfterWorkloads(),
    ];

    private static IEnumerable<WaveDependency> Definitions() =>
    [
        Line("customresourcedefinitions.apiextensions.k8s.io"),
        Line("namespaces", "customresourcedefinitions.apiextensions.k8s.io"),
    ];

    private static IEnumerable<WaveDependency> ClusterSettings() =>
    [
        Line("storageclasses.storage.k8s.io", "namespaces"),
        Line("csidrivers.storage.k8s.io", "namespaces"),
        Line("volumeattributesclasses.storage.k8s.io", "namespaces"),
        Line("volumesnapshotclasses.snapshot.storage.k8s.io", "namespaces"),
        Line("priorityclasses.scheduling.k8s.io", "namespaces"),
        Line("runtimeclasses.node.k8s.io", "namespaces"),
        Line("ingressclasses.networking.k8s.io", "namespaces"),
        Line("clusterclasses.cluster.x-k8s.io", "namespaces"),
    ];

    private static IEnumerable<WaveDependency> AccessAndConfiguration() =>
    [
        Line("clusterroles.rbac.authorization.k8s.io", "namespaces"),
        Line("roles.rbac.authorization.k8s.io", "namespaces"),
        Line("serviceaccounts", "namespaces"),
        Line("configmaps", "namespaces"),
        Line("limitranges", "namespaces"),
        Line("networkpolicies.networking.k8s.io", "namespaces"),
        Line("podsecuritypolicies.policy", "namespaces"),
        // The token controller deletes a token secret whose service account is not there.
        Line("secrets", "serviceaccounts"),
        Line(
            "clusterrolebindings.rbac.authorization.k8s.io",
            "clusterroles.rbac.authorization.k8s.io", "serviceaccounts"),
        Line(
            "rolebindings.rbac.authorization.k8s.io",
            "clusterroles.rbac.authorization.k8s.io", "roles.rbac.authorization.k8s.io", "serviceaccounts"),
    ];

    private static IEnumerable<WaveDependency> VolumesAndServices() =>
    [
        Line("persistentvolumes", "storageclasses.storage.k8s.io", "csidrivers.storage.k8s.io", "volumeattributesclasses.storage.k8s.io"),
        Line("persistentvolumeclaims", "persistentvolumes", "limitranges"),
        // Before workloads: pods learn of services through their environment, once, at their start.
        Line("services", "namespaces"),
        Line("endpoints", "services"),
        Line("endpointslices.discovery.k8s.io", "services"),
    ];

    private static IEnumerable<WaveDependency> Workloads() =>
    [
        Line("pods", PodNeeds),
        // What is there already is adopted by its controller; if the controller came first, it would make another.
        Line("replicationcontrollers", "pods"),
        Line("replicasets.apps", "pods"),
        Line("daemonsets.apps", "pods"),
        Line("statefulsets.apps", "pods"),
        Line("jobs.batch", "pods"),
        Line("deployments.apps", "replicasets.apps"),
        Line("cronjobs.batch", "jobs.batch"),
    ];

    private static IEnumerable<WaveDependency> AfterWorkloads() =>
    [
        Line(
            "*",
            "customresourcedefinitions.apiextensions.k8s.io", "namespaces",
            "replicationcontrollers", "daemonsets.apps", "statefulsets.apps", "deployments.apps", "cronjobs.batch",
            "endpoints", "endpointslices.discovery.k8s.io",
            "volumesnapshotclasses.snapshot.storage.k8s.io", "ingressclasses.networking.k8s.io"),
        // Velero's low priorities: controllers act on these at once, on everything that they refer to.
        Line("clusters.cluster.x-k8s.io", "*", "clusterclasses.cluster.x-k8s.io"),
        Line("clusterbootstraps.run.tanzu.vmware.com", "*"),
        Line("clusterresourcesets.addons.cluster.x-k8s.io", "clusters.cluster.x-k8s.io"),
        Line("apps.kappctrl.k14s.io", "*"),
        Line("packageinstalls.packaging.carvel.dev", "*"),
        // Last: until its usage is counted a quota refuses every pod, and none of what it limits is new.
        Line("resourcequotas", LastNeeds),
        // Last: what these call runs in the cluster itself, and refuses every write until it does.
        Line("validatingadmissionpolicies.admissionregistration.k8s.io", LastNeeds),
        Line("validatingadmissionpolicybindings.admissionregistration.k8s.io", LastNeeds),
        Line("mutatingadmissionpolicies.admissionregistration.k8s.io", LastNeeds),
        Line("mutatingadmissionpolicybindings.admissionregistration.k8s.io", LastNeeds),
        Line("validatingwebhookconfigurations.admissionregistration.k8s.io", LastNeeds),
        Line("mutatingwebhookconfigurations.admissionregistration.k8s.io", LastNeeds),
        Line("apiservices.apiregistration.k8s.io", LastNeeds),
    ];

    private static WaveDependency Line(string resource, params IEnumerable<string> needs) =>
        new(GroupResource.Parse(resource), [.. needs.Select(GroupResource.Parse)]);
}
