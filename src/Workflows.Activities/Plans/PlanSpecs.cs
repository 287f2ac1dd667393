using Workflows.Archive.Catalog;
using Workflows.Archive.Encryption;
using Workflows.Archive.Encryption.KeyFiles;
using Workflows.Archive.Manifests;
using Workflows.Archive.Reading;
using Workflows.Archive.Stores;
using Workflows.Clouds;
using Workflows.Core.Backups;
using Workflows.Core.Clusters;
using Workflows.Core.Errors;
using Workflows.Core.Keys;
using Workflows.Core.Plans;
using Workflows.Core.Restores;
using Workflows.Core.Volumes;

namespace Workflows.Activities.Plans;

/// <summary>Makes of declared plans what orchestrations are given: the same as of a command line's options.</summary>
/// <param name="catalog">What is declared.</param>
/// <param name="store">The store of plans that name none.</param>
/// <param name="mover">How this host moves the data of claims; null where it names no image.</param>
/// <param name="stores">Open stores.</param>
public sealed class PlanSpecs(IResourceCatalog catalog, string store, MoverSettings? mover, OpenStores stores)
{
    /// <summary>Opens the keys that plans name.</summary>
    public CloudAccess Clouds { get; init; } = CloudAccess.Machine;

    /// <summary>How long this host can run one hook.</summary>
    public TimeSpan LongestHook { get; init; } = SpecLimits.UsualHook;

    /// <summary>The input of a backup by a plan.</summary>
    /// <param name="plan">The plan's name.</param>
    /// <param name="backup">What the backup is to be called.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="WorkflowsException">There is no such plan, its cluster or its key is not there, or it may not run.</exception>
    public async Task<BackupSpec> BackupAsync(string plan, string backup, CancellationToken cancellationToken)
    {
        var declared = await RequirePlanAsync(plan, cancellationToken);
        if (declared.Deactivated)
        {
            throw new PlanRefusedException(
                ErrorKind.Conflict, $"BackupPlan \"{plan}\" is deactivated: it makes no backups any more. Make another plan.");
        }

        var moving = MoverFor(declared);
        var key = KeyOf(declared.Key);
        var spec = new BackupSpec
        {
            Name = backup,
            Plan = plan,
            Cluster = await ClusterAsync(declared.Cluster, cancellationToken),
            Store = StoreOf(declared),
            Selection = declared.Selection,
            IncludeSecrets = declared.IncludeSecrets ?? key is not null,
            Key = key?.Reference,
            Mover = moving,
            VolumePolicies = declared.VolumePolicies,
            DefaultVolumesToFsBackup = declared.DefaultVolumesToFsBackup,
            Permissive = declared.Permissive,
            RunHooks = declared.RunHooks,
            Hooks = declared.Hooks,
            Components = declared.Components,
            Ttl = TimeSpan.FromDays(declared.Retention.RetainDays ?? 0),
            DeleteLock = TimeSpan.FromDays(declared.Retention.DeleteLockDays),
            DeleteLockMode = declared.Retention.DeleteLockMode,
        };
        return SpecLimits.Checked(spec, LongestHook);
    }

    /// <summary>The input of a restore by a plan.</summary>
    /// <param name="plan">The restore plan's name.</param>
    /// <param name="restore">What the restore is to be called, given the name of the backup.</param>
    /// <param name="backup">The backup; null for the last good one of the backup plan.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="WorkflowsException">Something that it needs is not there, or can't be read.</exception>
    public async Task<RestoreSpec> RestoreAsync(
        string plan, Func<string, string> restore, string? backup, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(restore);
        var found = await catalog.RequireAsync(ResourceKind.RestorePlan, plan, cancellationToken);
        var declared = (RestorePlanResource)found.Resource;
        var source = await RequirePlanAsync(declared.BackupPlan, cancellationToken);
        var archives = stores.Get(StoreOf(source));
        var overview = await FindBackupAsync(archives, declared.BackupPlan, backup, cancellationToken);
        var key = overview.IsEncrypted ? KeyOf(declared.Key ?? source.Key) : null;
        var archive = await ArchiveReader.OpenAsync(archives, overview.Name, key?.Key, cancellationToken);
        var spec = new RestoreSpec
        {
            Name = restore(overview.Name),
            Backup = overview.Name,
            Cluster = await ClusterAsync(declared.Cluster, cancellationToken),
            Store = StoreOf(source),
            Key = key?.Reference,
            Selection = declared.Selection,
            NamespaceMappings = declared.NamespaceMappings,
            Conflict = declared.Conflict,
            PreserveNodePorts = declared.PreserveNodePorts,
            VolumeData = declared.VolumeData,
            Mover = MoverFor(plan, declared, archive.Manifest),
            RunHooks = declared.RunHooks,
            Hooks = declared.Hooks,
        };
        return SpecLimits.Checked(spec, LongestHook);
    }

    /// <summary>The address of the store that the runs of a plan work on.</summary>
    /// <param name="kind">Whether it is a backup plan or a restore plan.</param>
    /// <param name="plan">The plan's name.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="WorkflowsException">There is no such plan.</exception>
    public async Task<string> StoreOfRunsAsync(ResourceKind kind, string plan, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(kind);
        var found = await catalog.RequireAsync(kind, plan, cancellationToken);
        return StoreOf(found.Resource is RestorePlanResource restore
            ? await RequirePlanAsync(restore.BackupPlan, cancellationToken)
            : (BackupPlanResource)found.Resource);
    }

    /// <summary>The address of the store that a plan's backups go to.</summary>
    public string StoreOf(BackupPlanResource plan) => PlanStore.Of(plan, store);

    private static async Task<BackupOverview> FindBackupAsync(
        IArchiveStore archives, string plan, string? backup, CancellationToken cancellationToken)
    {
        if (backup is not null)
        {
            var named = await new BackupCatalog(archives).FindAsync(backup, cancellationToken)
                ?? throw new PlanRefusedException(
                    ErrorKind.NotFound, $"There is no backup \"{backup}\" in {archives.Location}. 'workflows backup get' lists what there is.");
            return named.Plan == plan
                ? named
                : throw new PlanRefusedException(
                    ErrorKind.Usage, $"Backup \"{backup}\" was not made by BackupPlan \"{plan}\", whose backups this restore plan restores.");
        }

        return await new PlanBackups(archives).ListAsync(plan, cancellationToken)
                .Where(made => made.Phase is BackupPhase.Completed)
                .OrderByDescending(made => made.StartedAt)
                .FirstOrDefaultAsync(cancellationToken)
            ?? throw new PlanRefusedException(
                ErrorKind.NotFound, $"BackupPlan \"{plan}\" has no good backup in {archives.Location}. Name one with --from-backup.");
    }

    private MoverSettings? MoverFor(BackupPlanResource plan)
    {
        if (!plan.IncludeVolumeData)
        {
            return null;
        }

        return mover?.Image is not null || (plan.VolumeAction is VolumeAction.Snapshot && plan.VolumePolicies?.MoveFiles() != true)
            ? (mover ?? new MoverSettings()) with
            {
                DefaultAction = plan.VolumeAction,
                Namespace = plan.MoverNamespace,
                GroupLabel = plan.GroupLabel,
            }
            : throw new PlanRefusedException(
                ErrorKind.Usage,
                $"BackupPlan \"{plan.Name}\" takes the data of volumes, and that takes pods in the cluster, and those an image: "
                + "name it with --mover-image or WORKFLOWS_MOVER_IMAGE.");
    }

    private MoverSettings? MoverFor(string plan, RestorePlanResource declared, ArchiveManifest manifest)
    {
        var held = (manifest.Volumes ?? []).Where(volume => volume.State is ClaimState.Completed).ToArray();
        if (declared.VolumeData is not VolumeDataPolicy.RestoreData || held.Length == 0)
        {
            return null;
        }

        return mover?.Image is not null || held.All(volume => volume.Snapshot is not null)
            ? mover ?? new MoverSettings()
            : throw new PlanRefusedException(
                ErrorKind.Usage,
                $"RestorePlan \"{plan}\" restores the data of volumes, and that takes pods in the cluster, and those an image: "
                + "name it with --mover-image or WORKFLOWS_MOVER_IMAGE.");
    }

    private async Task<BackupPlanResource> RequirePlanAsync(string plan, CancellationToken cancellationToken) =>
        (BackupPlanResource)(await catalog.RequireAsync(ResourceKind.BackupPlan, plan, cancellationToken)).Resource;

    private async Task<ClusterReference> ClusterAsync(string name, CancellationToken cancellationToken) =>
        ((ClusterResource)(await catalog.RequireAsync(ResourceKind.Cluster, name, cancellationToken)).Resource).Named;

    /// <summary>A key file is read when its plan is run: which one is in it is what the run is bound to.</summary>
    private NamedKey? KeyOf(PlanKey? named)
    {
        if (named is null)
        {
            return null;
        }

        if (named.Vault is { } address)
        {
            var reference = KeyReference.InVault(address);
            return new(Clouds.OpenKey(reference), reference);
        }

        var key = KeyFile.Read(named.File!);
        return new(key, new KeyReference(named.File, key.KeyId));
    }

    private sealed record NamedKey(IKeyEncryption Key, KeyReference Reference);
}
