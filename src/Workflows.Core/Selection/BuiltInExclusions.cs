using Workflows.Core.Resources;

namespace Workflows.Core.Selection;

/// <summary>
/// What a backup never reads and a restore never creates, with the reason for each. The base is what Velero leaves
/// out (its <c>nonRestorableResources</c>) and what Backup for GKE omits from "all" cluster resources.
/// </summary>
public static class BuiltInExclusions
{
    /// <summary>Velero's label: with the value <c>true</c> an object, or a whole namespace, is not backed up.</summary>
    public const string ExcludeLabel = "velero.io/exclude-from-backup";

    /// <summary>The label by which the API server marks the APIServices that it registers itself.</summary>
    public const string AutomanagedLabel = "kube-aggregator.kubernetes.io/automanaged";

    private static readonly BuiltInExclusion[] OfTheMoment =
    [
        new("events", "Events tell what happened in this cluster and expire within hours."),
        new("events.events.k8s.io", "Events tell what happened in this cluster and expire within hours."),
        new("leases.coordination.k8s.io", "A lease is held by a process that runs in this cluster, and is renewed every few seconds."),
        new("leasecandidates.coordination.k8s.io", "A candidate for a lease is a process that runs in this cluster."),
        new("componentstatuses", "The API server computes it for each request; there is nothing to write back."),
        new("bindings", "A binding is a request to place a pod and is never stored."),
        new("*.metrics.k8s.io", "Metrics are measured for each request."),
    ];

    private static readonly BuiltInExclusion[] OfTheMachines =
    [
        new("nodes", "A node stands for a machine of this cluster and is registered by its kubelet."),
        new("csinodes.storage.k8s.io", "The kubelet writes it for its own machine."),
        new("volumeattachments.storage.k8s.io", "It records which volume is attached to which machine now."),
        new("csistoragecapacities.storage.k8s.io", "The storage driver publishes what room is left now."),
        new("resourceslices.resource.k8s.io", "A device driver publishes what devices its machine has."),
    ];

    private static readonly BuiltInExclusion[] OfTheServer =
    [
        new("storageversions.internal.apiserver.k8s.io", "The API servers note there how they store objects."),
        new("storagestates.migration.k8s.io", "It records how far this cluster's own storage is migrated."),
        new("storageversionmigrations.migration.k8s.io", "It migrates this cluster's own storage."),
        new("storageversionmigrations.storagemigration.k8s.io", "It migrates this cluster's own storage."),
        new("ipaddresses.networking.k8s.io", "The API server allocates it with the service that uses the address."),
    ];

    private static readonly BuiltInExclusion[] OfSnapshots =
    [
        new("volumesnapshots.snapshot.storage.k8s.io", "A snapshot is a handle on this cluster's storage, which volume backups deal with."),
        new("volumesnapshotcontents.snapshot.storage.k8s.io", "A snapshot is a handle on this cluster's storage, which volume backups deal with."),
        new("volumegroupsnapshots.groupsnapshot.storage.k8s.io", "A snapshot is a handle on this cluster's storage, which volume backups deal with."),
        new("volumegroupsnapshotcontents.groupsnapshot.storage.k8s.io", "A snapshot is a handle on this cluster's storage, which volume backups deal with."),
    ];

    private static readonly BuiltInExclusion[] OfBackupProducts =
    [
        new("backups.velero.io", "Velero takes it from its store; restored, it would name a backup that is not there."),
        new("restores.velero.io", "A restore that was; restored, Velero would run it again."),
        new("deletebackuprequests.velero.io", "A request of a moment; restored, Velero would delete a backup."),
        new("downloadrequests.velero.io", "A request of a moment."),
        new("serverstatusrequests.velero.io", "A request of a moment."),
        new("podvolumebackups.velero.io", "A record of one backup of one volume, kept in Velero's store."),
        new("podvolumerestores.velero.io", "A step of a restore that was; restored, Velero would run it again."),
        new("datauploads.velero.io", "A step of a backup that was."),
        new("datadownloads.velero.io", "A step of a restore that was; restored, Velero would run it again."),
        new("backuprepositories.velero.io", "Velero makes it for each store and namespace that it uses."),
        new("backupjobs.gkebackup.gke.io", "A job of Backup for GKE, which that service creates."),
        new("restorejobs.gkebackup.gke.io", "A job of Backup for GKE, which that service creates."),
    ];

    private static readonly BuiltInExclusion[] OnlyOfRestores =
    [
        new("certificatesigningrequests.certificates.k8s.io", "A request of a moment: its approval can't be restored, and a controller might sign it once more."),
        new("ciliumnodes.cilium.io", "The network plugin writes it for a machine of this cluster."),
        new("ciliumendpoints.cilium.io", "The network plugin writes it for a pod that runs in this cluster."),
        new("ciliumendpointslices.cilium.io", "The network plugin writes it for pods that run in this cluster."),
        new("ciliumidentities.cilium.io", "The network plugin numbers identities for each cluster."),
        new("blockaffinities.crd.projectcalico.org", "The network plugin binds addresses to machines of this cluster."),
        new("ipamblocks.crd.projectcalico.org", "The network plugin hands out this cluster's addresses."),
        new("ipamhandles.crd.projectcalico.org", "The network plugin hands out this cluster's addresses."),
    ];

    /// <summary>What a backup never reads.</summary>
    public static IReadOnlyList<BuiltInExclusion> Backup { get; } =
        [.. OfTheMoment, .. OfTheMachines, .. OfTheServer, .. OfSnapshots, .. OfBackupProducts];

    /// <summary>
    /// What a restore never creates, even if a backup holds it (one that Velero made does). Single objects are
    /// skipped by the restore rules, which see their content.
    /// </summary>
    public static IReadOnlyList<BuiltInExclusion> Restore { get; } = [.. Backup, .. OnlyOfRestores];

    /// <summary>
    /// Namespaces that belong to the cluster, not to its users: a backup has them, a restore takes objects from them
    /// only if the selection includes them by their exact name. Another cluster's DNS, proxy and cloud controllers
    /// over one's own is how a restore takes a cluster down.
    /// </summary>
    public static IReadOnlyList<string> SystemNamespaces { get; } = ["kube-system", "kube-public", "kube-node-lease"];

    /// <summary>The exclusion that keeps a resource out of backups; null if none does.</summary>
    public static BuiltInExclusion? ForBackup(GroupResource resource) =>
        Backup.FirstOrDefault(exclusion => exclusion.Covers(resource));

    /// <summary>The exclusion that keeps a resource out of restores; null if none does.</summary>
    public static BuiltInExclusion? ForRestore(GroupResource resource) =>
        Restore.FirstOrDefault(exclusion => exclusion.Covers(resource));

    /// <summary>Whether a restore leaves out a namespace and all that is in it, unless asked for it by name.</summary>
    public static bool IsLeftOutOfRestore(string ns, ObjectSelection selection)
    {
        ArgumentNullException.ThrowIfNull(selection);
        return SystemNamespaces.Contains(ns, StringComparer.Ordinal)
            && !selection.IncludedNamespaces.Contains(ns, StringComparer.Ordinal);
    }

    /// <summary>Why one object is not backed up, judged by its labels; null if nothing keeps it out.</summary>
    public static string? ReasonAgainstBackup(GroupResource resource, IReadOnlyDictionary<string, string>? labels)
    {
        if (labels is null)
        {
            return null;
        }

        if (labels.TryGetValue(ExcludeLabel, out var value) && value == "true")
        {
            return $"It has the label {ExcludeLabel}=true.";
        }

        return resource == new GroupResource("apiservices", "apiregistration.k8s.io") && labels.ContainsKey(AutomanagedLabel)
            ? "The API server registers it itself."
            : null;
    }
}
