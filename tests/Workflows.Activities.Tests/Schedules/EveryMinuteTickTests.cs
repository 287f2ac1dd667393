using Workflows.Archive.Format;
using Workflows.Core.Schedules;

namespace Workflows.Activities.Tests.Schedules;

/// <summary>
/// A schedule of every minute, 300 virtual minutes: ticks are doubled, late and out of order, and the process is killed at
/// any step of them.
/// </summary>
public sealed class EveryMinuteTickTests
{
    private const int Minutes = 300;

    private static readonly DateTimeOffset Begin = new(2026, 3, 29, 0, 0, 30, TimeSpan.Zero);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task There_is_exactly_one_backup_a_minute_and_none_is_missed(int seed)
    {
        var random = new Random(seed);
        var bench = new TickBench(Begin);
        await bench.DeclareAsync("cron: \"* * * * *\", missedRuns: runAll, missedLimit: 300, overlap: queue", "every-minute");
        bench.Runs.Duration = () => TimeSpan.FromSeconds(random.Next(1, 75));

        // Each step that reaches the store or the engine may be the last of its process.
        var (deaths, mayDie) = (0, true);
        void Die()
        {
            if (mayDie && random.Next(25) == 0)
            {
                deaths++;
                throw new KilledException();
            }
        }

        bench.Store.Before = (_, _) =>
        {
            Die();
            return Task.CompletedTask;
        };
        bench.Runs.OnStart = Die;

        foreach (var (stamp, delivered) in Ticks(random))
        {
            await TickAtEndsAsync(bench, delivered);
            bench.Now = delivered;
            await TickAsync(bench, stamp);
            ForgetSome(bench, random);
        }

        // The hard time is over: what waits gets its turn, and nothing new comes due.
        mayDie = false;
        var close = Begin.AddMinutes(Minutes);
        await TickAsync(bench, close);
        while (bench.Runs.Begun.Count < Minutes && bench.Runs.NextEnd(bench.Now) is { } end)
        {
            bench.Now = end;
            await TickAsync(bench, close);
        }

        Assert.Equal(
            Enumerable.Range(1, Minutes).Select(minute => RunName.For("every-minute", Begin.AddSeconds(-30).AddMinutes(minute))),
            bench.Runs.Begun.Select(spec => spec.Name));
        Assert.Equal(0, bench.Runs.Overlaps);
        Assert.True(deaths > 50, $"The process died {deaths} times only.");
    }

    private static async Task TickAsync(TickBench bench, DateTimeOffset stamp)
    {
        try
        {
            var report = await bench.NewTick().RunAsync(stamp, CancellationToken.None);
            Assert.All(report.Schedules, schedule => Assert.Null(schedule.Problem));
        }
        catch (KilledException)
        {
            // The next process knows nothing of what this one was about to do.
        }
    }

    /// <summary>The end of a run is a tick too.</summary>
    private static async Task TickAtEndsAsync(TickBench bench, DateTimeOffset until)
    {
        while (bench.Runs.NextEnd(bench.Now) is { } end && end < until)
        {
            bench.Now = end;
            await TickAsync(bench, end);
        }
    }

    /// <summary>Of a run that ended, the engine may know nothing any more; then its backup is there.</summary>
    private static void ForgetSome(TickBench bench, Random random)
    {
        foreach (var name in bench.Runs.Ended.Where(_ => random.Next(3) == 0))
        {
            bench.Store.Overwrite(ArchiveLayout.Manifest(name), "{}"u8.ToArray());
            bench.Runs.Forget(name);
        }
    }

    /// <summary>A tick a minute: some lost, some doubled, and each on its way for up to ten minutes, so out of order.</summary>
    private static (DateTimeOffset Stamp, DateTimeOffset Delivered)[] Ticks(Random random) =>
        [.. Enumerable.Range(1, Minutes)
            .SelectMany(minute => Enumerable.Repeat(minute, random.Next(4)))
            .Select(minute => Begin.AddMinutes(minute).AddSeconds(-random.Next(60)))
            .Select(stamp => (Stamp: stamp, Delivered: stamp.AddSeconds(random.Next(2) == 0 ? 0 : random.Next(600))))
            .Where(tick => tick.Delivered <= Begin.AddMinutes(Minutes))
            .OrderBy(tick => tick.Delivered)];

    private sealed class KilledException : Exception;
}
