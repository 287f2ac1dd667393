using Workflows.Activities.Plans;
using Workflows.Core.Backups;
using Workflows.Core.Schedules;

namespace Workflows.Activities.Tests.Schedules;

/// <summary>Runs in virtual time, of a host that starts a name once.</summary>
internal sealed class FakeRuns(Func<DateTimeOffset> now) : IPlanRuns
{
    private readonly Dictionary<string, DateTimeOffset> endOf = new(StringComparer.Ordinal);

    /// <summary>The specifications of all that was begun, in order.</summary>
    public List<BackupSpec> Begun { get; } = [];

    /// <summary>How often a run was begun while another one went.</summary>
    public int Overlaps { get; private set; }

    /// <summary>How long the next run takes.</summary>
    public Func<TimeSpan> Duration { get; set; } = () => TimeSpan.FromSeconds(30);

    public HashSet<string> Failed { get; } = new(StringComparer.Ordinal);

    /// <summary>Called before a run is started and after it was: it may throw, as a process that is killed there.</summary>
    public Action OnStart { get; set; } = () => { };

    public IReadOnlyCollection<string> Ended => [.. endOf.Where(run => run.Value <= now()).Select(run => run.Key)];

    /// <summary>The next time a run ends after an instant; null when none goes.</summary>
    public DateTimeOffset? NextEnd(DateTimeOffset after) =>
        endOf.Values.Where(end => end > after).Order().Select(end => (DateTimeOffset?)end).FirstOrDefault();

    /// <summary>The host's engine is asked to forget a run.</summary>
    public void Forget(string name) => endOf.Remove(name);

    public Task<IReadOnlyList<PlanRun>> ListAsync(string plan, string store, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<PlanRun>>(
            [.. endOf.Where(run => RunName.TryGetDue(run.Key, plan, out _)).Select(run => new PlanRun(run.Key, run.Value > now(), Failed.Contains(run.Key)))]);

    public Task<bool> StartAsync(BackupSpec spec, CancellationToken cancellationToken)
    {
        OnStart();
        if (endOf.ContainsKey(spec.Name))
        {
            return Task.FromResult(false);
        }

        Overlaps += endOf.Values.Any(end => end > now()) ? 1 : 0;
        Begun.Add(spec);
        endOf[spec.Name] = now() + Duration();
        OnStart();
        return Task.FromResult(true);
    }
}
