using System.Text.Json.Nodes;
using Workflows.Core.Resources;

namespace Workflows.Core.Comparison;

/// <summary>
/// What a comparison ignores, and why: exactly this, nothing else. <c>OWNED-FIELDS.md</c> beside this file is the
/// same list for people, and a test keeps the two in step.
/// </summary>
public static class OwnedFields
{
    private const string TokenType = "kubernetes.io/service-account-token";

    public static IReadOnlyList<OwnedField> All { get; } =
    [
        .. EveryObject(),
        .. NamespacesAndAccess(),
        .. Services(),
        .. Volumes(),
        .. Workloads(),
        .. ServerExtensions(),
    ];

    /// <summary>The entries that hold for one object.</summary>
    internal static OwnedField[] Of(GroupResource resource, JsonObject expected) =>
        [.. All.Where(field => field.AppliesTo(resource, expected))];

    private static IEnumerable<OwnedField> EveryObject() =>
    [
        Always("*", "/metadata/uid", "Every object gets a new one."),
        Always("*", "/metadata/resourceVersion", "It counts the writes of one cluster."),
        Always("*", "/metadata/generation", "It counts the changes of one object."),
        Always("*", "/metadata/creationTimestamp", "The time of the restore."),
        Always("*", "/metadata/managedFields", "It names who wrote which field in this cluster."),
        Always("*", "/metadata/selfLink", "Servers before 1.20 compute it."),
        Always("*", "/metadata/labels/velero.io~1backup-name", "It names the restore's backup."),
        Always("*", "/metadata/labels/velero.io~1restore-name", "It names the restore."),
        Always("*", "/status", "Controllers write what they see; whether a workload is ready is asked on its own."),
    ];

    private static IEnumerable<OwnedField> NamespacesAndAccess() =>
    [
        Always("namespaces", "/spec/finalizers", "The server sets its own."),
        Always("namespaces", "/metadata/labels/kubernetes.io~1metadata.name", "The server writes the namespace's name."),
        NotAskedFor("serviceaccounts", "/secrets/*", "Clusters before 1.24 make a token secret for each account and list it here."),
        ForType("secrets", TokenType, "/data/token", "The token controller signs it for this cluster."),
        ForType("secrets", TokenType, "/data/ca.crt", "The token controller writes this cluster's authority."),
        ForType("secrets", TokenType, "/data/namespace", "The token controller writes the secret's namespace."),
        ForType("secrets", TokenType, "/metadata/annotations/kubernetes.io~1service-account.uid", "The uid of this cluster's account."),
        new("clusterroles.rbac.authorization.k8s.io", "/rules", OwnedWhen.Always, "A controller gathers them from the roles that the aggregation rule selects.")
        {
            OnlyWith = "aggregationRule",
        },
    ];

    private static IEnumerable<OwnedField> Services() =>
    [
        NotAskedFor("services", "/spec/clusterIP", "The server allocates an address."),
        NotAskedFor("services", "/spec/clusterIPs", "The server allocates an address of each family."),
        NotAskedFor("services", "/spec/ports/*/nodePort", "The server allocates a node port."),
        NotAskedFor("services", "/spec/healthCheckNodePort", "The server allocates a port for health checks."),
        NotAskedFor("services", "/metadata/finalizers/*", "The service controller adds its own to load balancers."),
    ];

    private static IEnumerable<OwnedField> Volumes() =>
    [
        NotAskedFor("persistentvolumeclaims", "/spec/volumeName", "The volume controller binds the claim to a new volume."),
        NotAskedFor("persistentvolumeclaims", "/spec/dataSource", "A restore names the snapshot that fills the claim."),
        NotAskedFor("persistentvolumeclaims", "/spec/dataSourceRef", "The server repeats there what fills the claim."),
        NotAskedFor("persistentvolumeclaims", "/metadata/annotations/pv.kubernetes.io~1bind-completed", "The volume controller notes the binding."),
        NotAskedFor("persistentvolumeclaims", "/metadata/annotations/pv.kubernetes.io~1bound-by-controller", "The volume controller notes the binding."),
        NotAskedFor("persistentvolumeclaims", "/metadata/annotations/volume.kubernetes.io~1storage-provisioner", "The volume controller names the provisioner."),
        NotAskedFor("persistentvolumeclaims", "/metadata/annotations/volume.beta.kubernetes.io~1storage-provisioner", "The volume controller names the provisioner."),
        NotAskedFor("persistentvolumeclaims", "/metadata/annotations/volume.kubernetes.io~1selected-node", "The scheduler notes the node for the provisioner."),
        NotAskedFor("persistentvolumeclaims", "/metadata/annotations/workflows.dev~1filled-by", "A restore notes that it wrote the claim's data."),
        NotAskedFor("persistentvolumeclaims", "/metadata/finalizers/*", "The server protects claims that are in use."),
        NotAskedFor("persistentvolumes", "/spec/claimRef", "The volume controller notes the claim that it bound."),
        NotAskedFor("persistentvolumes", "/spec/claimRef/uid", "The uid of this cluster's claim."),
        NotAskedFor("persistentvolumes", "/spec/claimRef/resourceVersion", "It counts the writes of one cluster."),
        NotAskedFor("persistentvolumes", "/metadata/annotations/pv.kubernetes.io~1bound-by-controller", "The volume controller notes the binding."),
        NotAskedFor("persistentvolumes", "/metadata/finalizers/*", "The server protects volumes that are bound."),
    ];

    private static IEnumerable<OwnedField> Workloads() =>
    [
        Always("horizontalpodautoscalers.autoscaling", "/metadata/annotations/autoscaling.alpha.kubernetes.io~1conditions", "Version 1 of the kind shows the status that the autoscaler writes as an annotation."),
        Always("horizontalpodautoscalers.autoscaling", "/metadata/annotations/autoscaling.alpha.kubernetes.io~1current-metrics", "Version 1 of the kind shows the status that the autoscaler writes as an annotation."),
        Always("deployments.apps", "/metadata/annotations/deployment.kubernetes.io~1revision", "The deployment controller counts rollouts in this cluster."),
        Always("replicasets.apps", "/metadata/annotations/deployment.kubernetes.io~1revision", "The deployment controller counts rollouts in this cluster."),
        Always("daemonsets.apps", "/metadata/annotations/deprecated.daemonset.template.generation", "It counts the changes of one object."),
        NotAskedFor("jobs.batch", "/spec/selector", "The server generates a selector with the Job's uid."),
        NotAskedFor("jobs.batch", "/spec/selector/matchLabels/controller-uid", "The server puts in the Job's uid."),
        NotAskedFor("jobs.batch", "/spec/selector/matchLabels/batch.kubernetes.io~1controller-uid", "The server puts in the Job's uid."),
        NotAskedFor("jobs.batch", "/spec/template/metadata/labels/controller-uid", "The server puts in the Job's uid."),
        NotAskedFor("jobs.batch", "/spec/template/metadata/labels/batch.kubernetes.io~1controller-uid", "The server puts in the Job's uid."),
        NotAskedFor("jobs.batch", "/metadata/labels/controller-uid", "The server puts in the Job's uid."),
        NotAskedFor("jobs.batch", "/metadata/labels/batch.kubernetes.io~1controller-uid", "The server puts in the Job's uid."),
        NotAskedFor("pods", "/metadata/ownerReferences", "A controller adopts a pod that its selector matches."),
        NotAskedFor("replicasets.apps", "/metadata/ownerReferences", "A deployment adopts a replica set that its selector matches."),
        NotAskedFor("pods", "/spec/nodeName", "The scheduler chooses a node."),
        NotAskedFor("pods", "/spec/priority", "The server computes it from the priority class."),
        NotAskedFor("pods", "/spec/preemptionPolicy", "The server computes it from the priority class."),
        NotAskedFor("pods", "/spec/tolerations/*", "The server adds its defaults at the end of the list."),
        NotAskedFor("pods", "/spec/volumes/*", "The server adds the volume of the account's token at the end of the list."),
        NotAskedFor("pods", "/spec/containers/*/volumeMounts/*", "The server mounts the account's token, at the end of the list."),
        NotAskedFor("pods", "/spec/initContainers/*/volumeMounts/*", "The server mounts the account's token, at the end of the list."),
    ];

    private static IEnumerable<OwnedField> ServerExtensions() =>
    [
        NotAskedFor("customresourcedefinitions.apiextensions.k8s.io", "/metadata/finalizers/*", "The server adds one to clean up instances."),
    ];

    private static OwnedField Always(string resource, string pointer, string reason) =>
        new(resource, pointer, OwnedWhen.Always, reason);

    private static OwnedField NotAskedFor(string resource, string pointer, string reason) =>
        new(resource, pointer, OwnedWhen.NotAskedFor, reason);

    private static OwnedField ForType(string resource, string type, string pointer, string reason) =>
        new(resource, pointer, OwnedWhen.NotAskedFor, reason) { OnlyWith = "type", OnlyWithValue = type };
}
