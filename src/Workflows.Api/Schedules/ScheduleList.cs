using Workflows.Activities.Schedules;
using Workflows.Api.Documents;
using Workflows.Archive.Catalog;
using Workflows.Archive.Stores;
using Workflows.Core.Plans;

namespace Workflows.Api.Schedules;

/// <summary>What is to be told of the schedules of a store.</summary>
/// <param name="address">The store's address.</param>
/// <param name="store">The store.</param>
/// <param name="catalog">What is declared in it.</param>
/// <param name="time">The clock.</param>
public sealed class ScheduleList(string address, IArchiveStore store, IResourceCatalog catalog, TimeProvider time)
{
    /// <summary>Lists schedules, the plans' own included, and when they are due next.</summary>
    /// <param name="plan">The backup plan whose schedules are meant; null for all.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="Core.Errors.WorkflowsException">There is no such plan.</exception>
    public async Task<ScheduleListDocument> ReadAsync(string? plan, CancellationToken cancellationToken)
    {
        if (plan is not null)
        {
            await catalog.RequireAsync(ResourceKind.BackupPlan, plan, cancellationToken);
        }

        var entries = await ScheduleEntries.ReadAsync(catalog, cancellationToken);
        var memories = new ScheduleMemories(store);
        var schedules = new List<ScheduleDocument>();
        foreach (var entry in entries.All.Where(entry => plan is null || entry.Plan.Name == plan))
        {
            var seen = await memories.FindAsync(entry.Owner.Kind, entry.Owner.Name, cancellationToken);
            schedules.Add(Document(entry, seen.Memory?.Uid == entry.Owner.Uid ? seen.Memory : null));
        }

        UnreadableResourceDocument[] unreadable = [.. entries.Problems.Select(problem => new UnreadableResourceDocument(problem.Title, problem.Problem))];
        return new ScheduleListDocument(address, schedules) { Unreadable = unreadable.Length == 0 ? null : unreadable };
    }

    private ScheduleDocument Document(ScheduleEntry entry, ScheduleMemory? memory)
    {
        var isPaused = entry.Spec.Policy.Paused;
        return new ScheduleDocument(entry.Owner.Kind.Name, entry.Owner.Name, entry.Plan.Name)
        {
            Cron = entry.Spec.Cron?.Expression,
            TimeZone = entry.Spec.Cron?.TimeZone.Id,
            TargetMinutes = entry.Spec.Rpo?.Minutes,
            Paused = isPaused,
            NextDue = isPaused ? null : entry.Spec.Cron?.Next(time.GetUtcNow()),
            HandledUpTo = entry.Spec.Cron is null ? null : memory?.State.HandledUpTo,
            MissedSince = memory?.MissedSince,
        };
    }
}
