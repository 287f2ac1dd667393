using Workflows.Activities;
using Workflows.Archive.Restores;
using Workflows.Archive.Stores;
using Workflows.Cli.Commands;

namespace Workflows.Cli.Running;

/// <summary>A comparison that was stopped or killed: nobody waits for its result any more.</summary>
internal static class GivenUpComparison
{
    /// <summary>
    /// Removes its journal, and what it staged in the store: there it would hold the key of the backup for ever.
    /// </summary>
    /// <exception cref="Archive.Stores.Errors.StoreException">The store failed; the journal is gone all the same.</exception>
    public static async Task RemoveAsync(CommandContext context, string instanceId, string store)
    {
        ArgumentNullException.ThrowIfNull(context);
        new RunDirectories(context.Settings.StateDirectory).Remove(instanceId);
        await RestoreClaims.ReleaseAsync(
            ArchiveStores.Open(store),
            instanceId,
            ActivityServices.OwnerOf(instanceId, context.Environment.MachineName),
            CancellationToken.None);
    }
}
