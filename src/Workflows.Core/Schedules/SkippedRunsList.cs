namespace Workflows.Core.Schedules;

/// <summary>Collects what is left out, an entry a reason: a schedule may have missed very many runs.</summary>
internal sealed class SkippedRunsList
{
    private readonly List<SkippedRuns> all = [];

    public IReadOnlyList<SkippedRuns> All => all;

    public void AddRange(IEnumerable<DateTimeOffset> times, string reason)
    {
        foreach (var time in times)
        {
            Add(time, reason);
        }
    }

    public void Add(DateTimeOffset time, string reason)
    {
        var index = all.FindIndex(entry => entry.Reason == reason);
        if (index < 0)
        {
            all.Add(new SkippedRuns(1, time, time, reason));
            return;
        }

        var entry = all[index];
        all[index] = entry with
        {
            Count = entry.Count + 1,
            First = time < entry.First ? time : entry.First,
            Last = time > entry.Last ? time : entry.Last,
        };
    }
}
