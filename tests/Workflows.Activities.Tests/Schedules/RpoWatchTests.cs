using Workflows.Archive.Tests.Support;

namespace Workflows.Activities.Tests.Schedules;

/// <summary>Schedules that say how much may be lost.</summary>
public sealed class RpoWatchTests
{
    /// <summary>When the backups of <see cref="TestBackup"/> were begun; each took two minutes.</summary>
    private static readonly DateTimeOffset Begin = TestBackup.Started;

    private readonly TickBench bench = new(Begin);

    [Fact]
    public async Task The_first_backup_is_due_at_once_and_the_next_so_that_the_target_is_kept()
    {
        await bench.DeclareAsync("rpo: { targetMinutes: 240 }");

        var first = (await bench.TickAsync()).Schedules[0];
        await TestBackup.CreateAsync(bench.Store, first.Started!, [TestObject.ConfigMap("shop", "a")]);
        bench.Now = Begin.AddMinutes(237);
        var early = (await bench.TickAsync()).Schedules[0];
        bench.Now = Begin.AddMinutes(238);
        var due = (await bench.TickAsync()).Schedules[0];

        Assert.Equal("nightly-20260520030000", first.Started);
        Assert.Equal((null, Begin.AddMinutes(238)), (early.Started, early.NextDue));
        Assert.Equal("nightly-20260520065800", due.Started);
        Assert.Null(due.MissedSince);
    }

    [Fact]
    public async Task A_target_that_is_missed_is_reported_once_as_news_and_as_long_as_it_lasts()
    {
        await bench.DeclareAsync("rpo: { targetMinutes: 60 }");
        var first = (await bench.TickAsync()).Schedules[0].Started!;
        bench.Runs.Failed.Add(first);

        bench.Now = Begin.AddMinutes(61);
        var news = (await bench.TickAsync()).Schedules[0];
        bench.Now = Begin.AddMinutes(62);
        var lasting = (await bench.TickAsync()).Schedules[0];
        await TestBackup.CreateAsync(bench.Store, news.Started!, [TestObject.ConfigMap("shop", "a")]);
        bench.Now = Begin.AddMinutes(59);
        var kept = (await bench.TickAsync()).Schedules[0];

        Assert.Equal((true, Begin.AddMinutes(61)), (news.IsNewlyMissed, news.MissedSince));
        Assert.Equal((false, Begin.AddMinutes(61)), (lasting.IsNewlyMissed, lasting.MissedSince));
        Assert.Equal((false, null), (kept.IsNewlyMissed, kept.MissedSince));
    }

    [Fact]
    public async Task A_failed_attempt_is_tried_again_after_a_while_under_another_name()
    {
        await bench.DeclareAsync("rpo: { targetMinutes: 240 }");
        bench.Runs.Failed.Add((await bench.TickAsync()).Schedules[0].Started!);

        bench.Now = Begin.AddMinutes(29);
        Assert.Null((await bench.TickAsync()).Schedules[0].Started);
        bench.Now = Begin.AddMinutes(30);
        Assert.Equal("nightly-20260520033000", (await bench.TickAsync()).Schedules[0].Started);
    }

    [Fact]
    public async Task While_it_is_paused_nothing_is_started_and_nothing_is_missed()
    {
        await bench.DeclareAsync("rpo: { targetMinutes: 60 }, paused: true");
        bench.Now = Begin.AddDays(1);

        var paused = (await bench.TickAsync()).Schedules[0];

        Assert.Equal((null, null, null), (paused.Started, paused.MissedSince, paused.NextDue));
    }
}
