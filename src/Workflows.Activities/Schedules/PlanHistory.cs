using Workflows.Activities.Plans;
using Workflows.Archive.Errors;
using Workflows.Archive.Manifests;
using Workflows.Archive.Reading;
using Workflows.Archive.Stores;
using Workflows.Core.Backups;
using Workflows.Core.Schedules;
using Workflows.Core.Schedules.Rpo;

namespace Workflows.Activities.Schedules;

/// <summary>What a plan's runs came to: of its backups in the store, and of those that failed on this host.</summary>
internal static class PlanHistory
{
    /// <summary>How many of the newest backups are looked at: they tell how long one takes.</summary>
    private const int Looks = 10;

    /// <param name="store">The store that the plan backs up to.</param>
    /// <param name="plan">The plan's name.</param>
    /// <param name="created">When its schedule was declared.</param>
    /// <param name="runs">Its runs on this host.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public static async Task<RpoHistory> ReadAsync(
        IArchiveStore store, string plan, DateTimeOffset created, IReadOnlyList<PlanRun> runs, CancellationToken cancellationToken)
    {
        var newest = await NewestAsync(store, plan, cancellationToken);
        var good = newest.Where(backup => backup.Overview.Phase is BackupPhase.Completed).ToArray();
        var lastGoodDue = good.Length > 0 ? good.Max(backup => backup.Due) : DateTimeOffset.MinValue;
        var failed = newest.Where(backup => backup.Overview.Phase is not BackupPhase.Completed)
            .Select(backup => backup.Due)
            .Concat(runs.Where(run => run.HasFailed)
                .Select(run => RunName.TryGetDue(run.Name, plan, out var due) ? due : DateTimeOffset.MinValue))
            .Where(due => due > lastGoodDue)
            .ToArray();
        var history = new RpoHistory(created)
        {
            LastGood = good.Length > 0 ? good.Max(backup => backup.Overview.StartedAt) : null,
            LastFailed = failed.Length > 0 ? failed.Max() : null,
        };
        return good.Length == 0 ? history : history with
        {
            Expected = TimeSpan.FromTicks(
                (long)good.Average(backup => (backup.Overview.CompletedAt - backup.Overview.StartedAt).Ticks)),
        };
    }

    /// <summary>
    /// The newest backups that are named as runs of the plan are: names tell their order, so that not all need be read.
    /// What a person made by the plan under another name does not count.
    /// </summary>
    private static async Task<IReadOnlyList<(DateTimeOffset Due, BackupOverview Overview)>> NewestAsync(
        IArchiveStore store, string plan, CancellationToken cancellationToken)
    {
        var catalog = new BackupCatalog(store);
        var named = await catalog.NamesAsync(cancellationToken)
            .Select(name => (Name: name, IsRun: RunName.TryGetDue(name, plan, out var due), Due: due))
            .Where(run => run.IsRun)
            .ToListAsync(cancellationToken);
        var found = new List<(DateTimeOffset, BackupOverview)>();
        foreach (var run in named.OrderByDescending(run => run.Due).Take(Looks))
        {
            try
            {
                if (await catalog.FindAsync(run.Name, cancellationToken) is { } overview)
                {
                    found.Add((run.Due, overview));
                }
            }
            catch (Exception unreadable) when (unreadable is ArchiveDamagedException or ArchiveVersionException or ArchiveEncryptedException)
            {
                // It is no good backup.
            }
        }

        return found;
    }
}
