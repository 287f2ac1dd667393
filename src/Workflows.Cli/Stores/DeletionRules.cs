using Workflows.Archive.Catalog;
using Workflows.Archive.Errors;
using Workflows.Archive.Manifests;
using Workflows.Archive.Reading;
using Workflows.Archive.Stores;
using Workflows.Cli.Commands;
using Workflows.Cli.Errors;
using Workflows.Core.Backups;

namespace Workflows.Cli.Stores;

/// <summary>What keeps a person from deleting a backup.</summary>
internal static class DeletionRules
{
    /// <param name="context">The command.</param>
    /// <param name="backup">The backup's name.</param>
    /// <param name="allowLast">Whether the last good backup of a plan may go.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="RunConflictException">Nobody may delete it now, or it is the last good one of its plan.</exception>
    public static async Task RequireAsync(CommandContext context, string backup, bool allowLast, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var store = ArchiveStores.Open(context.Settings.Store);
        if (await FindAsync(store, backup, cancellationToken) is not { } found)
        {
            return;
        }

        if (found.LockedUntil is { } until && until > context.Environment.Time.GetUtcNow())
        {
            throw new RunConflictException(
                $"Backup '{backup}' is locked: nobody may delete it before {until.UtcDateTime:yyyy-MM-dd HH:mm} UTC. "
                + "That was fixed when it was made, and nothing lifts it.");
        }

        if (!allowLast && found is { Plan: { } plan, Phase: BackupPhase.Completed } && !await HasOtherAsync(store, plan, backup, cancellationToken))
        {
            throw new RunConflictException(
                $"Backup '{backup}' is the only good backup of plan '{plan}' that is left. Make another one first, or say --allow-last.");
        }
    }

    private static async Task<bool> HasOtherAsync(IArchiveStore store, string plan, string backup, CancellationToken cancellationToken) =>
        await new PlanBackups(store).ListAsync(plan, cancellationToken)
            .AnyAsync(other => other.Name != backup && other.Phase is BackupPhase.Completed, cancellationToken);

    /// <summary>What can't be read tells of no lock, and is good for nothing.</summary>
    private static async Task<BackupOverview?> FindAsync(IArchiveStore store, string backup, CancellationToken cancellationToken)
    {
        try
        {
            return await new BackupCatalog(store).FindAsync(backup, cancellationToken);
        }
        catch (Exception unreadable) when (unreadable is ArchiveDamagedException or ArchiveVersionException or ArchiveEncryptedException)
        {
            return null;
        }
    }
}
