using Workflows.Activities;
using Workflows.Archive.Restores;
using Workflows.Archive.Stores;
using Workflows.Cli.Commands;

namespace Workflows.Cli.Running;

/// <summary>A comparison that was stopped or killed: nobody waits for its result any more.</summary>
internal static class GivenUpComparison
{
    /// <summary>
    /// Removes what it staged in the store, where it would hold the key of the backup for ever, and then its journal.
    /// </summary>
    /// <exception cref="Archive.Stores.Errors.StoreException">The store failed; 'workflows resume' tries again.</exception>
    public static async Task RemoveAsync(CommandContext context, string instanceId, string store)
    {
        ArgumentNullException.ThrowIfNull(context);
        var archive = ArchiveStores.Open(store);
        var run = ActivityServices.OwnerOf(instanceId, context.Environment.MachineName);
        if (await RestoreClaims.FindAsync(archive, instanceId, CancellationToken.None) is { } claim && claim.Run == run)
        {
            await RestoreClaims.ReleaseAsync(archive, instanceId, claim.RunUid, CancellationToken.None);
        }

        new RunDirectories(context.Settings.StateDirectory).Remove(instanceId);
    }
}
