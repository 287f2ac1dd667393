using System.Runtime.CompilerServices;
using Workflows.Archive.Manifests;
using Workflows.Archive.Reading;
using Workflows.Archive.Stores;
using Workflows.Core.Schedules;

namespace Workflows.Archive.Catalog;

/// <summary>The backups of a store, plan by plan.</summary>
/// <param name="store">The store.</param>
public sealed class PlanBackups(IArchiveStore store) : IPlanBackups
{
    /// <summary>Every backup of a plan that can be read, by name.</summary>
    public async IAsyncEnumerable<BackupOverview> ListAsync(
        string plan, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var entry in new BackupCatalog(store).ListAsync(cancellationToken))
        {
            if (entry.Overview is { } overview && overview.Plan == plan)
                yield return overview;
        }
    }

    /// <inheritdoc/>
    /// <remarks>One that can't be read counts where its name is that of the plan's runs.</remarks>
    public async Task<int> CountAsync(string plan, CancellationToken cancellationToken = default) =>
        await new BackupCatalog(store).ListAsync(cancellationToken)
            .CountAsync(
                entry => entry.Overview is { } overview ? overview.Plan == plan : RunName.TryGetDue(entry.Name, plan, out _),
                cancellationToken);
}
