using System.Text.Json.Nodes;

namespace Workflows.Scenarios.RoundTrip;

/// <summary>
/// What a server or a controller writes anew in every cluster, as data: the list that COMPARED.md explains. It is
/// written from Kubernetes' documentation and from looking at clusters, not from the product.
/// </summary>
internal static class OwnedByClusters
{
    /// <summary>Objects that one cluster's controllers made, and the other's will make for themselves.</summary>
    public static readonly IReadOnlyList<(string Reason, Func<string, JsonObject, bool> Applies)> Objects =
    [
        ("its controller makes it again", (_, obj) =>
            Items(obj["metadata"]?["ownerReferences"]).Any(owner => owner["controller"]?.GetValue<bool>() == true)),
        ("events tell what happened in one cluster", (resource, _) => resource is "events" or "events.events.k8s.io"),
        ("leases belong to processes of one cluster", (resource, _) => resource == "leases.coordination.k8s.io"),
        ("the cluster's own certificate authority", (resource, obj) =>
            resource == "configmaps" && Name(obj) == "kube-root-ca.crt"),
        ("the token controller makes it, signed by its own cluster", (resource, obj) =>
            resource == "secrets" && obj["type"]?.GetValue<string>() == "kubernetes.io/service-account-token"),
        ("the API server registers it for a group that a definition brings", (resource, obj) =>
            resource == "apiservices.apiregistration.k8s.io"
            && obj["metadata"]?["labels"]?["kube-aggregator.kubernetes.io/automanaged"] is not null),
        ("the endpoint slice controllers make it", (resource, obj) =>
            resource == "endpointslices.discovery.k8s.io"
            && obj["metadata"]?["labels"]?["endpointslice.kubernetes.io/managed-by"] is not null),
        ("a finished Job or Pod has done its work; restored, it would do it again", (resource, obj) =>
            (resource == "jobs.batch" && obj["status"]?["completionTime"] is not null)
            || (resource == "pods" && obj["status"]?["phase"]?.GetValue<string>() is "Succeeded" or "Failed")),
        ("a machine of one cluster", (resource, _) => resource is "nodes" or "csinodes.storage.k8s.io"),
    ];

    /// <summary>Fields, as paths from the object's root; <c>*</c> stands for each element, and for any resource.</summary>
    public static readonly IReadOnlyList<(string Resource, string Path)> Fields =
    [
        ("*", "apiVersion"),
        ("*", "kind"),
        ("*", "metadata/uid"),
        ("*", "metadata/resourceVersion"),
        ("*", "metadata/generation"),
        ("*", "metadata/creationTimestamp"),
        ("*", "metadata/selfLink"),
        ("*", "metadata/managedFields"),
        // What a restore adds, and says that it does.
        ("*", "metadata/labels/velero.io~1backup-name"),
        ("*", "metadata/labels/velero.io~1restore-name"),
        ("namespaces", "status"),
        ("namespaces", "spec/finalizers"),
        ("namespaces", "metadata/labels/kubernetes.io~1metadata.name"),
        ("pods", "status"),
        ("pods", "spec/nodeName"),
        // The volume with the account's token, whose name ends in five letters of the cluster's choice.
        ("pods", "spec/volumes"),
        ("pods", "spec/containers/*/volumeMounts"),
        ("services", "spec/clusterIP"),
        ("services", "spec/clusterIPs"),
        ("services", "status"),
        ("serviceaccounts", "secrets"),
        ("resourcequotas", "status"),
        ("persistentvolumeclaims", "status"),
        ("persistentvolumeclaims", "spec/volumeName"),
        ("persistentvolumeclaims", "metadata/annotations/pv.kubernetes.io~1bind-completed"),
        ("persistentvolumeclaims", "metadata/annotations/pv.kubernetes.io~1bound-by-controller"),
        ("persistentvolumeclaims", "metadata/annotations/volume.kubernetes.io~1selected-node"),
        ("persistentvolumeclaims", "metadata/annotations/volume.beta.kubernetes.io~1storage-provisioner"),
        ("persistentvolumes", "status"),
        ("persistentvolumes", "spec/claimRef"),
        ("persistentvolumes", "metadata/annotations/pv.kubernetes.io~1bound-by-controller"),
        ("deployments.apps", "status"),
        ("deployments.apps", "metadata/annotations/deployment.kubernetes.io~1revision"),
        ("statefulsets.apps", "status"),
        ("jobs.batch", "status"),
        ("jobs.batch", "spec/selector"),
        ("jobs.batch", "metadata/labels/controller-uid"),
        ("jobs.batch", "metadata/labels/job-name"),
        ("jobs.batch", "spec/template/metadata/labels/controller-uid"),
        ("jobs.batch", "spec/template/metadata/labels/job-name"),
        ("cronjobs.batch", "status"),
        ("poddisruptionbudgets.policy", "status"),
        ("horizontalpodautoscalers.autoscaling", "status"),
        ("horizontalpodautoscalers.autoscaling", "metadata/annotations/autoscaling.alpha.kubernetes.io~1conditions"),
        ("ingresses.networking.k8s.io", "status"),
        ("customresourcedefinitions.apiextensions.k8s.io", "status"),
    ];

    public static string Name(JsonObject obj) => obj["metadata"]!["name"]!.GetValue<string>();

    private static IEnumerable<JsonNode> Items(JsonNode? list) => list?.AsArray().OfType<JsonNode>() ?? [];
}
