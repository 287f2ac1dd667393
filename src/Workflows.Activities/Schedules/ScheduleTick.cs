using Workflows.Activities.Plans;
using Workflows.Archive.Catalog;
using Workflows.Archive.Stores;
using Workflows.Core.Errors;
using Workflows.Core.Schedules;
using Workflows.Core.Schedules.Rpo;

namespace Workflows.Activities.Schedules;

/// <summary>
/// Starts what is due. Every host asks it each minute, and may ask it when a run ends. Ticks may be doubled, late, out of
/// order and on several hosts at once, and may die anywhere: what is due is started first and recorded then, under a name
/// that can be had once.
/// </summary>
/// <param name="catalog">What is declared.</param>
/// <param name="memories">What schedules remember.</param>
/// <param name="specs">Makes backups' specifications of plans.</param>
/// <param name="runs">The runs on this host.</param>
/// <param name="stores">The stores that plans back up to.</param>
/// <param name="time">The clock.</param>
public sealed class ScheduleTick(
    IResourceCatalog catalog, ScheduleMemories memories, PlanSpecs specs, IPlanRuns runs, OpenStores stores, TimeProvider time)
{
    /// <summary>What nobody was there to start for longer than this is not made up for.</summary>
    private static readonly TimeSpan LongestAbsence = TimeSpan.FromDays(366);

    /// <summary>Starts what is due now.</summary>
    /// <returns>What became of each schedule; the problems of one don't keep others from being started.</returns>
    /// <exception cref="WorkflowsException">The catalog can't be listed.</exception>
    public Task<TickReport> RunAsync(CancellationToken cancellationToken) => RunAsync(time.GetUtcNow(), cancellationToken);

    /// <summary>Starts what is due at a time.</summary>
    public async Task<TickReport> RunAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var entries = await ScheduleEntries.ReadAsync(catalog, cancellationToken);
        var results = new List<ScheduleResult>();
        foreach (var entry in entries.All)
        {
            results.Add(await TryAsync(entry, now, cancellationToken));
        }

        if (entries.Problems.Count == 0)
        {
            var live = entries.All.Select(entry => (entry.Owner.Kind.Singular, entry.Owner.Name)).ToHashSet();
            await memories.ForgetAsync((kind, name) => live.Contains((kind, name)), cancellationToken);
        }

        results.AddRange(entries.Problems.Select(problem => new ScheduleResult(problem.Title) { Problem = problem.Problem }));
        return new TickReport(now, results);
    }

    private async Task<ScheduleResult> TryAsync(ScheduleEntry entry, DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            // In this order: a run that was started before another tick recorded it is among those that are listed.
            var seen = await memories.FindAsync(entry.Owner.Kind, entry.Owner.Name, cancellationToken);
            var known = await runs.ListAsync(entry.Plan.Name, specs.StoreOf(entry.Plan), cancellationToken);
            return entry.Spec.Cron is { } cron
                ? await FollowAsync(entry, cron, seen, known, now, cancellationToken)
                : await WatchAsync(entry, entry.Spec.Rpo!, seen, known, now, cancellationToken);
        }
        catch (WorkflowsException failed)
        {
            return new ScheduleResult(entry.Title) { Plan = entry.Plan.Name, Problem = failed.Message };
        }
    }

    private async Task<ScheduleResult> FollowAsync(
        ScheduleEntry entry,
        CronSchedule cron,
        SeenMemory seen,
        IReadOnlyList<PlanRun> planRuns,
        DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var memory = Remembered(entry, seen, now);
        var known = planRuns.Select(run => new KnownRun(run.Name, run.IsRunning)).ToList();
        var decision = entry.Spec.Policy.Decide(entry.Plan.Name, cron, memory.State, known, now);

        // A backup may be there that this host knows nothing of (any more); each look at one rules it out.
        while (decision.Start is { } made && await HasBackupAsync(entry, made.Name, cancellationToken))
        {
            known.Add(new KnownRun(made.Name, IsRunning: false));
            decision = entry.Spec.Policy.Decide(entry.Plan.Name, cron, memory.State, known, now);
        }

        var isStarted = decision.Start is { } start && await StartAsync(entry, start, cancellationToken);
        var isNews = decision.Start is not null
            || decision.Skipped.Count > 0
            || !decision.State.Waiting.SequenceEqual(memory.State.Waiting)
            || !ReferenceEquals(memory, seen.Memory);
        if (isNews)
        {
            // Where another tick was first, it decided the same or later: the next one goes on from there.
            await memories.TryWriteAsync(
                entry.Owner.Kind, entry.Owner.Name, seen, memory with { State = decision.State }, cancellationToken);
        }

        return new ScheduleResult(entry.Title)
        {
            Plan = entry.Plan.Name,
            Started = isStarted ? decision.Start!.Name : null,
            Skipped = decision.Skipped,
            NextDue = entry.Spec.Policy.Paused ? null : cron.Next(now),
        };
    }

    private async Task<ScheduleResult> WatchAsync(
        ScheduleEntry entry,
        RpoTarget rpo,
        SeenMemory seen,
        IReadOnlyList<PlanRun> planRuns,
        DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var isPaused = entry.Spec.Policy.Paused;
        var history = await PlanHistory.ReadAsync(
            StoreOf(entry), entry.Plan.Name, entry.Owner.CreatedAt, planRuns, cancellationToken);
        var known = planRuns.Select(run => new KnownRun(run.Name, run.IsRunning)).ToList();
        var isMissed = !isPaused && rpo.IsMissed(history, now);
        var start = isPaused ? null : rpo.Decide(entry.Plan.Name, history, known, now);
        var isStarted = start is not null && await StartAsync(entry, start, cancellationToken);

        var memory = Remembered(entry, seen, now);
        var isNewlyMissed = isMissed && memory.MissedSince is null;
        var next = memory with { MissedSince = isMissed ? memory.MissedSince ?? now : null };
        if (next != seen.Memory)
        {
            isNewlyMissed &= await memories.TryWriteAsync(entry.Owner.Kind, entry.Owner.Name, seen, next, cancellationToken);
        }

        return new ScheduleResult(entry.Title)
        {
            Plan = entry.Plan.Name,
            Started = isStarted ? start!.Name : null,
            NextDue = isPaused ? null : rpo.Next(history).Due,
            TargetMinutes = rpo.Minutes,
            LastGood = history.LastGood,
            MissedSince = next.MissedSince,
            IsNewlyMissed = isNewlyMissed,
        };
    }

    private async Task<bool> StartAsync(ScheduleEntry entry, PlannedRun start, CancellationToken cancellationToken) =>
        await runs.StartAsync(await specs.BackupAsync(entry.Plan.Name, start.Name, cancellationToken), cancellationToken);

    private async Task<bool> HasBackupAsync(ScheduleEntry entry, string name, CancellationToken cancellationToken) =>
        await StoreOf(entry).FindAsync(Archive.Format.ArchiveLayout.Manifest(name), cancellationToken) is not null;

    private IArchiveStore StoreOf(ScheduleEntry entry) => stores.Get(specs.StoreOf(entry.Plan));

    /// <summary>What is remembered of this schedule; one that is new, or was changed, counts from then on.</summary>
    private static ScheduleMemory Remembered(ScheduleEntry entry, SeenMemory seen, DateTimeOffset now)
    {
        var longAgo = now - LongestAbsence;
        if (seen.Memory is { } memory
            && memory.Uid == entry.Owner.Uid
            && memory.Rule == entry.Rule
            && (entry.Spec.Cron is null || memory.State.HandledUpTo >= longAgo))
        {
            return memory;
        }

        var since = entry.Owner.UpdatedAt > longAgo ? entry.Owner.UpdatedAt : longAgo;
        return new ScheduleMemory(entry.Owner.Uid, entry.Rule, new ScheduleState(since));
    }
}
