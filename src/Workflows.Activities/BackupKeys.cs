using Workflows.Archive.Encryption;
using Workflows.Archive.Encryption.Envelopes;
using Workflows.Archive.Staging;
using Workflows.Core.Backups;
using Workflows.Core.Keys;
using Workflows.Orchestrations.Backups;

namespace Workflows.Activities;

/// <summary>The keys of encrypted backups, from the references that specifications hold.</summary>
internal static class BackupKeys
{
    /// <summary>
    /// Makes the key of a backup that is to be encrypted; a repeated attempt finds the first one's. Before anything is
    /// noted or captured, so that whatever is, is encrypted.
    /// </summary>
    public static async Task CreateAsync(
        ActivityServices services, PlanBackupInput input, CancellationToken cancellationToken)
    {
        if (services.Keys.Find(input.Spec.Key) is { } key)
        {
            await KeyEnvelopes.CreateAsync(
                services.Stores.Get(input.Spec.Store), input.Spec.Name, input.BackupUid, key, cancellationToken);
        }
    }

    /// <summary>The key of a backup that is being made; null for one in the clear.</summary>
    public static async Task<BackupKey?> FindAsync(
        ActivityServices services, BackupSpec spec, CancellationToken cancellationToken) =>
        services.Keys.Find(spec.Key) is { } key
            ? await KeyEnvelopes.OpenAsync(
                services.Stores.Get(spec.Store), spec.Name, backupUid: null, key, cancellationToken)
            : null;

    /// <summary>What documents about a backup are encrypted with; null where it is in the clear.</summary>
    public static StagedSeal? SealOf(ActivityServices services, string store, string backup, KeyReference? reference) =>
        services.Keys.Find(reference) is { } key ? new(services.Stores.Get(store), backup, key) : null;
}
