using Workflows.Activities.Plans;
using Workflows.Core.Backups;
using Workflows.Core.Copies;
using Workflows.Core.Restores;
using Workflows.Orchestrations.Backups;
using Workflows.Orchestrations.Copies;
using Workflows.Orchestrations.Restores;

namespace Workflows.Api.Runs;

/// <summary>An orchestration to run in this process.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Name">The name that people know it by: the backup's or the restore's.</param>
/// <param name="InstanceId">The instance's id, and the name of the run's folder.</param>
/// <param name="Orchestrator">The orchestrator's registered name.</param>
/// <param name="Input">Its input.</param>
public sealed record RunRequest(RunKind Kind, string Name, string InstanceId, string Orchestrator, object Input)
{
    public static RunRequest Of(BackupSpec spec) =>
        new(RunKind.Backup, spec.Name, BackupId(spec.Name, spec.Store), BackupNames.Backup.Name, spec);

    public static RunRequest Of(RestoreSpec spec) =>
        new(RunKind.Restore, spec.Name, RestoreId(spec.Name, spec.Store), RestoreNames.Restore.Name, spec);

    public static RunRequest Of(CompareSpec spec) =>
        new(RunKind.Compare, spec.Backup, CompareId(spec), RestoreNames.Compare.Name, spec);

    public static RunRequest Of(CopySpec spec) =>
        new(RunKind.Copy, spec.Name, CopyId(spec.Name, spec.To), CopyNames.CopyBackup.Name, spec);

    public static string BackupId(string name, string store) => Id(RunKind.Backup, name, store);

    /// <summary>
    /// The cluster is part of the id: one backup may be compared with several clusters at once. What a comparison
    /// stages is named after its id, which therefore must be a backup's name in length too.
    /// </summary>
    private static string CompareId(CompareSpec spec)
    {
        var start = spec.Backup[..Math.Min(spec.Backup.Length, 100)].TrimEnd('-', '.');
        return Id(
            RunKind.Compare,
            start,
            string.Join('\n', [spec.Store, spec.Backup, .. spec.Cluster.Kubeconfig, spec.Cluster.Context]));
    }

    /// <summary>By the store that is to have it: two stores' backups of one name can't both be there.</summary>
    public static string CopyId(string name, string to) => Id(RunKind.Copy, name, to);

    public static string RestoreId(string name, string store) => Id(RunKind.Restore, name, store);

    /// <summary>The kind that an id was made for; null when it is none of ours.</summary>
    public static RunKind? KindOf(string instanceId) =>
        Enum.GetValues<RunKind>().Cast<RunKind?>().FirstOrDefault(kind =>
            instanceId.StartsWith(PrefixOf(kind!.Value), StringComparison.Ordinal));

    /// <summary>The name that a backup's or restore's id was made of; null when it belongs to another store.</summary>
    public static string? NameIn(string instanceId, RunKind kind, string store)
    {
        ArgumentNullException.ThrowIfNull(instanceId);
        var (start, end) = (PrefixOf(kind).Length, instanceId.LastIndexOf('-'));
        var name = end > start ? instanceId[start..end] : "";
        return name.Length > 0 && Id(kind, name, store) == instanceId ? name : null;
    }

    /// <summary>The same name in two stores is two runs.</summary>
    private static string Id(RunKind kind, string name, string distinction) => RunIds.Of(PrefixOf(kind), name, distinction);

    /// <summary>What the ids of a kind begin with.</summary>
    public static string PrefixOf(RunKind kind) => kind switch
    {
        RunKind.Backup => "backup-",
        RunKind.Restore => "restore-",
        RunKind.Copy => "copy-",
        _ => "compare-",
    };
}
