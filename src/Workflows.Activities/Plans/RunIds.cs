using System.Security.Cryptography;
using System.Text;

namespace Workflows.Activities.Plans;

/// <summary>
/// The ids of orchestrations, by what they make: whoever starts a backup of a name in a store, and however often, means
/// one instance.
/// </summary>
public static class RunIds
{
    /// <summary>How the ids of backups begin.</summary>
    public const string Backups = "backup-";

    /// <summary>How the ids of restores begin.</summary>
    public const string Restores = "restore-";

    /// <summary>How the ids of retention's runs begin.</summary>
    public const string Retentions = "retention-";

    private const int DigitCount = 8;

    /// <summary>The id of a backup's instance.</summary>
    /// <param name="name">The backup's name.</param>
    /// <param name="store">Its store's address.</param>
    public static string OfBackup(string name, string store) => Of(Backups, name, store);

    /// <summary>The id of a restore's instance.</summary>
    /// <param name="name">The restore's name.</param>
    /// <param name="store">Its store's address.</param>
    public static string OfRestore(string name, string store) => Of(Restores, name, store);

    /// <summary>How the ids begin of the backups that a plan names, and of others.</summary>
    public static string BackupsOf(string plan) => $"{Backups}{plan}-";

    /// <summary>The backup's name that an id was made of; null where it was made of none in this store.</summary>
    public static string? BackupIn(string instanceId, string store)
    {
        ArgumentNullException.ThrowIfNull(instanceId);
        var end = instanceId.Length - DigitCount - 1;
        var name = end > Backups.Length ? instanceId[Backups.Length..end] : "";
        return name.Length > 0 && OfBackup(name, store) == instanceId ? name : null;
    }

    /// <summary>The same name in two stores is two runs; eight digits tell a person's few stores apart.</summary>
    public static string Of(string prefix, string name, string distinction) =>
        $"{prefix}{name}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(distinction)))[..DigitCount]}";
}
