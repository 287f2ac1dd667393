namespace Workflows.Archive.Format;

/// <summary>Where everything of a backup lies in a store.</summary>
/// <remarks>
/// Below <c>velero/</c> the names are Velero's (pkg/persistence/object_store_layout.go); a Velero storage location
/// with the prefix <c>velero</c> reads them. Velero refuses a location with folders that it doesn't know, so
/// everything of ours is beside it.
/// </remarks>
public static class ArchiveLayout
{
    /// <summary>A whole storage location of Velero's.</summary>
    public const string Velero = "velero/";

    public const string Manifests = "catalog/backups/";

    public const string RestoreRecords = "catalog/restores/";

    /// <summary>What schedules remember.</summary>
    public const string ScheduleStates = "catalog/schedulestates/";

    /// <summary>Which backups somebody holds.</summary>
    public const string Holds = "catalog/holds/";

    public const string KeyEnvelopes = "keys/backups/";

    public const string VolumeKeyEnvelopes = "keys/volumes/";

    public const string BackupStagings = "staging/backups/";

    public const string RestoreStagings = "staging/restores/";

    public static string Manifest(string backup) => $"{Manifests}{backup}.json";

    public static string Index(string backup) => $"catalog/indexes/{backup}.jsonl.gz";

    public static string VeleroFolder(string backup) => $"{Velero}backups/{backup}/";

    public static string Tarball(string backup) => $"{VeleroFolder(backup)}{backup}.tar.gz";

    public static string VeleroBackup(string backup) => $"{VeleroFolder(backup)}velero-backup.json";

    public static string Logs(string backup) => $"{VeleroFolder(backup)}{LogsName(backup)}";

    public static string LogsName(string backup) => $"{backup}-logs.gz";

    public static string Results(string backup) => $"{VeleroFolder(backup)}{backup}-results.gz";

    public static string ResourceList(string backup) => $"{VeleroFolder(backup)}{backup}-resource-list.json.gz";

    public static string VolumeInfo(string backup) => $"{VeleroFolder(backup)}{backup}-volumeinfo.json.gz";

    public static string PodVolumeBackups(string backup) => $"{VeleroFolder(backup)}{backup}-podvolumebackups.json.gz";

    public static string VolumeSnapshots(string backup) => $"{VeleroFolder(backup)}{backup}-volumesnapshots.json.gz";

    public static string ItemOperations(string backup) => $"{VeleroFolder(backup)}{backup}-itemoperations.json.gz";

    /// <summary>Who holds a backup, and why.</summary>
    public static string Hold(string backup) => $"{Holds}{backup}.json";

    /// <summary>Where a backup was copied from, if it was.</summary>
    public static string Copy(string backup) => $"catalog/copies/{backup}.json";

    /// <summary>Where everything of an encrypted backup lies but its manifest and its key's envelope.</summary>
    public static string EncryptedFolder(string backup) => $"encrypted/backups/{backup}/";

    /// <summary>The wrapped key of an encrypted backup, apart from what never changes, so that keys can be rotated.</summary>
    public static string KeyEnvelope(string backup) => $"{KeyEnvelopes}{backup}.json";

    /// <summary>The wrapped key of a volume's encrypted backups.</summary>
    public static string VolumeKeyEnvelope(string volume) => $"{VolumeKeyEnvelopes}{volume}.json";

    /// <summary>How a restore went.</summary>
    public static string RestoreRecord(string restore) => $"{RestoreRecords}{restore}.json";

    /// <summary>What became of each object, as runs of that restore wrote it; the record names the one that counts.</summary>
    public static string RestoreOutcomesFolder(string restore) => $"catalog/outcomes/{restore}/";

    /// <summary>What became of each object in one run of a restore; encrypted with the key of the run, if it has one.</summary>
    public static string RestoreOutcomes(string restore, string run, bool isEncrypted) =>
        $"{RestoreOutcomesFolder(restore)}{run}.jsonl.gz{(isEncrypted ? ".enc" : "")}";

    /// <summary>The wrapped keys of what runs of a restore from an encrypted backup record.</summary>
    public static string RestoreKeyEnvelopes(string restore) => $"keys/restores/{restore}/";

    /// <summary>The wrapped key of what one run records.</summary>
    public static string RestoreKeyEnvelope(string restore, string run) => $"{RestoreKeyEnvelopes(restore)}{run}.json";

    /// <summary>The declared resources of a kind.</summary>
    /// <param name="kind">The kind's plural: <c>backupplans</c>.</param>
    public static string Resources(string kind) => $"catalog/{kind}/";

    /// <summary>A declared resource.</summary>
    /// <param name="kind">The kind's plural.</param>
    /// <param name="name">The resource's name.</param>
    public static string Resource(string kind, string name) => $"{Resources(kind)}{name}.json";

    /// <summary>What a schedule remembers.</summary>
    /// <param name="owner">The singular of the kind that it stands in: <c>backupplan</c>, <c>schedule</c>.</param>
    /// <param name="name">The resource's name.</param>
    public static string ScheduleState(string owner, string name) => $"{ScheduleStates}{owner}/{name}.json";

    /// <summary>Where Velero keeps all that it has of a restore.</summary>
    public static string VeleroRestoreFolder(string restore) => $"{Velero}restores/{restore}/";

    /// <summary>A document that Velero keeps of a restore.</summary>
    public static string VeleroRestore(string restore, string document) =>
        $"{VeleroRestoreFolder(restore)}restore-{restore}-{document}";

    /// <summary>What a backup leaves while it is at work; nothing of it is part of the archive.</summary>
    public static string BackupStaging(string backup) => $"{BackupStagings}{backup}/";

    /// <summary>What a restore leaves while it is at work.</summary>
    public static string RestoreStaging(string restore) => $"{RestoreStagings}{restore}/";

    /// <summary>Who makes a backup of that name.</summary>
    public static string Reservation(string backup) => $"{BackupStaging(backup)}reservation.json";

    /// <summary>Which run has the name of a restore, and of which backup.</summary>
    public static string RestoreClaim(string restore) => $"{RestoreStaging(restore)}owner.json";
}
