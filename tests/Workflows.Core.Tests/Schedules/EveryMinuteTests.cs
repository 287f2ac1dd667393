using Workflows.Core.Schedules;

namespace Workflows.Core.Tests.Schedules;

/// <summary>A schedule of every minute, 300 virtual minutes, on a service that has a hard time.</summary>
public sealed class EveryMinuteTests
{
    private const int Minutes = 300;

    private static readonly CronSchedule EveryMinute = CronSchedule.Parse("* * * * *");

    private static readonly DateTimeOffset Begin = new(2026, 3, 29, 0, 0, 30, TimeSpan.Zero);

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, Campaign.IsFull ? 500 : 20)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Each_minute_is_run_exactly_once_and_none_is_missed_when_all_are_made_up_for(int seed)
    {
        SchedulePolicy policy = new() { Missed = MissedRuns.RunAll, MissedLimit = Minutes, Overlap = OverlapPolicy.Queue };

        var service = Live(policy, seed);

        Assert.Equal(AllNames, service.Begun);
        Assert.Equal(0, service.Overlaps);
        Assert.True(service.Deaths > 50, $"The service died {service.Deaths} times only.");
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_service_that_does_not_see_all_runs_asks_for_some_twice_and_their_names_refuse_it(int seed)
    {
        SchedulePolicy policy = new() { Missed = MissedRuns.RunAll, MissedLimit = Minutes, Overlap = OverlapPolicy.Queue };

        var service = Live(policy, seed, seesAllRuns: false);

        Assert.Equal(AllNames, service.Begun);
        Assert.True(service.RepeatedStarts > 0, "No start was asked for twice.");
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void No_minute_is_run_twice_nor_beside_another_whatever_the_policy(int seed)
    {
        var random = new Random(seed);
        SchedulePolicy policy = new()
        {
            Missed = (MissedRuns)random.Next(3),
            MissedLimit = random.Next(1, 10),
            Overlap = (OverlapPolicy)random.Next(2),
            Grace = TimeSpan.FromSeconds(random.Next(300)),
        };

        var service = Live(policy, seed);

        Assert.Equal(service.Begun.Distinct(), service.Begun);
        Assert.Empty(service.Begun.Except(AllNames));

        // Who skips what comes seconds late, from a clock whose ticks are late, may be left with little.
        var least = policy.Missed is MissedRuns.Skip && policy.Grace < TimeSpan.FromMinutes(1) ? 0 : Minutes / 10;
        Assert.True(service.Begun.Count >= least, $"{policy}: {service.Begun.Count} runs in {Minutes} minutes.");
        Assert.Equal(0, service.Overlaps);
    }

    private static IEnumerable<string> AllNames =>
        Enumerable.Range(1, Minutes).Select(minute => RunName.For("every-minute", Begin.AddSeconds(-30).AddMinutes(minute)));

    private static VirtualService Live(SchedulePolicy policy, int seed, bool seesAllRuns = true)
    {
        var random = new Random(seed);
        var service = new VirtualService(policy, EveryMinute, Begin, random, seesAllRuns);
        var time = Begin;
        foreach (var (stamp, delivered) in Ticks(random))
        {
            time = TickAtEnds(service, time, delivered, mayDie: true);
            service.Tick(stamp, delivered, mayDie: true);
        }

        // The hard time is over: what waits gets its turn, and nothing new comes due.
        var close = Begin.AddMinutes(Minutes);
        service.Tick(close, time, mayDie: false);
        while (!service.IsIdle(time))
        {
            time = service.NextEnd(time) ?? time.AddSeconds(1);
            service.Tick(close, time, mayDie: false);
        }

        return service;
    }

    /// <summary>The end of a run is a tick too.</summary>
    private static DateTimeOffset TickAtEnds(VirtualService service, DateTimeOffset from, DateTimeOffset to, bool mayDie)
    {
        while (service.NextEnd(from) is { } end && end < to)
        {
            service.Tick(end, end, mayDie);
            from = end;
        }

        return to;
    }

    /// <summary>A tick a minute: some lost, some doubled, and each on its way for up to ten minutes, so out of order.</summary>
    private static (DateTimeOffset Stamp, DateTimeOffset Delivered)[] Ticks(Random random) =>
        [.. Enumerable.Range(1, Minutes)
            .SelectMany(minute => Enumerable.Repeat(minute, random.Next(4)))
            .Select(minute => Begin.AddMinutes(minute).AddSeconds(-random.Next(60)))
            .Select(stamp => (Stamp: stamp, Delivered: stamp.AddSeconds(random.Next(2) == 0 ? 0 : random.Next(600))))
            .Where(tick => tick.Delivered <= Begin.AddMinutes(Minutes))
            .OrderBy(tick => tick.Delivered)];
}
