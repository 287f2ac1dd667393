using Workflows.Archive.Catalog;
using Workflows.Archive.Format;
using Workflows.Core.Plans;

namespace Workflows.Activities.Tests.Schedules;

public sealed class ScheduleTickTests
{
    private const string StatePath = "catalog/schedulestates/backupplan/nightly.json";

    private static readonly DateTimeOffset Begin = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    private readonly TickBench bench = new(Begin);

    [Fact]
    public async Task What_is_due_is_started_once_as_its_plan_says()
    {
        await bench.DeclareAsync("cron: \"30 2 * * *\"", more: "retention: { retainDays: 30, deleteLockDays: 7 }");

        Assert.Null(Assert.Single((await bench.TickAsync()).Schedules).Started);
        bench.Now = new DateTimeOffset(2026, 11, 21, 2, 30, 4, TimeSpan.Zero);
        var due = Assert.Single((await bench.TickAsync()).Schedules);
        var again = Assert.Single((await bench.TickAsync()).Schedules);

        Assert.Equal(("backupplan/nightly", "nightly-20261121023000", null), (due.Title, due.Started, again.Started));
        Assert.Equal(new DateTimeOffset(2026, 11, 22, 2, 30, 0, TimeSpan.Zero), due.NextDue);
        var spec = Assert.Single(bench.Runs.Begun);
        Assert.Equal(("nightly", "/store", "/etc/blue"), (spec.Plan, spec.Store, Assert.Single(spec.Cluster.Kubeconfig)));
        Assert.Equal((TimeSpan.FromDays(30), TimeSpan.FromDays(7), true), (spec.Ttl, spec.DeleteLock, spec.IncludeSecrets));
    }

    [Fact]
    public async Task A_schedule_beside_the_plans_own_runs_it_too()
    {
        await bench.DeclareAsync("");
        await bench.ApplyAsync("""
            apiVersion: workflows/v1
            kind: Schedule
            metadata: { name: often }
            spec: { backupPlan: nightly, cron: "@hourly" }
            """);

        bench.Now = Begin.AddMinutes(61);
        var report = await bench.TickAsync();

        Assert.Equal(("schedule/often", "nightly-20261120130000"), (report.Schedules[0].Title, report.Schedules[0].Started));
    }

    [Fact]
    public async Task What_was_due_before_a_schedule_was_declared_is_not_made_up_for()
    {
        await bench.DeclareAsync("");
        bench.Now = Begin.AddDays(3);
        await bench.DeclareAsync("cron: \"@hourly\"");

        Assert.Null((await bench.TickAsync()).Schedules[0].Started);
    }

    [Fact]
    public async Task A_pause_starts_nothing_and_afterwards_nothing_is_made_up_for_even_if_nobody_was_there()
    {
        await bench.DeclareAsync("cron: \"@hourly\"");
        await bench.TickAsync();
        await bench.DeclareAsync("cron: \"@hourly\", paused: true");
        bench.Now = Begin.AddHours(5);
        Assert.Null((await bench.TickAsync()).Schedules[0].NextDue);

        bench.Now = Begin.AddHours(10).AddMinutes(30);
        await bench.DeclareAsync("cron: \"@hourly\"");
        await bench.TickAsync();
        Assert.Empty(bench.Runs.Begun);

        bench.Now = Begin.AddHours(11);
        Assert.Equal("nightly-20261120230000", (await bench.TickAsync()).Schedules[0].Started);
    }

    [Fact]
    public async Task A_change_of_anything_but_the_schedule_loses_nothing_that_came_due_just_before()
    {
        await bench.DeclareAsync("cron: \"@hourly\"");
        await bench.TickAsync();
        bench.Now = Begin.AddHours(1).AddSeconds(5);
        await bench.DeclareAsync("cron: \"@hourly\"", more: "description: changed");

        bench.Now = Begin.AddHours(1).AddSeconds(10);
        Assert.Equal("nightly-20261120130000", (await bench.TickAsync()).Schedules[0].Started);
    }

    [Fact]
    public async Task A_plan_that_was_deleted_and_made_again_remembers_nothing()
    {
        await bench.DeclareAsync("cron: \"@hourly\"");
        await bench.TickAsync();
        await bench.Catalog.RemoveAsync(ResourceKind.BackupPlan, "nightly");
        await bench.TickAsync();
        Assert.DoesNotContain(StatePath, bench.Store.Snapshot().Keys);

        bench.Now = Begin.AddHours(5).AddMinutes(1);
        await bench.DeclareAsync("cron: \"@hourly\"");
        Assert.Null((await bench.TickAsync()).Schedules[0].Started);
    }

    [Fact]
    public async Task A_deactivated_plan_starts_nothing()
    {
        await bench.DeclareAsync("cron: \"@hourly\"", more: "deactivated: true");
        bench.Now = Begin.AddHours(5);

        Assert.Empty((await bench.TickAsync()).Schedules);
    }

    [Fact]
    public async Task One_plan_that_can_not_be_run_does_not_keep_others_from_it_and_is_tried_again()
    {
        await bench.DeclareAsync("cron: \"@hourly\"", "broken", "encryptionKey: { file: /nowhere/key }");
        await bench.DeclareAsync("cron: \"@hourly\"", "sound");
        await bench.TickAsync();
        bench.Now = Begin.AddHours(1);

        var report = await bench.TickAsync();
        var again = await bench.TickAsync();

        Assert.Contains("/nowhere/key", report.Schedules[0].Problem!, StringComparison.Ordinal);
        Assert.NotNull(again.Schedules[0].Problem);
        Assert.Equal("sound-20261120130000", report.Schedules[1].Started);
    }

    [Fact]
    public async Task A_resource_that_can_not_be_read_is_reported_and_what_it_remembered_is_kept()
    {
        await bench.DeclareAsync("cron: \"@hourly\"");
        await bench.DeclareAsync("cron: \"@hourly\"", "sound");
        await bench.TickAsync();
        bench.Store.Overwrite("catalog/backupplans/nightly.json", "{}"u8.ToArray());
        bench.Now = Begin.AddHours(1);

        var report = await bench.TickAsync();

        Assert.Equal("sound-20261120130000", report.Schedules[0].Started);
        Assert.Equal("backupplan/nightly", report.Schedules[1].Title);
        Assert.Contains("catalog/backupplans/nightly.json", report.Schedules[1].Problem!, StringComparison.Ordinal);
        Assert.Contains(StatePath, bench.Store.Snapshot().Keys);
    }

    [Fact]
    public async Task What_is_remembered_can_be_damaged_and_nothing_is_run_twice()
    {
        await bench.DeclareAsync("cron: \"@hourly\"");
        await bench.TickAsync();
        bench.Now = Begin.AddHours(1);
        await bench.TickAsync();
        bench.Now = Begin.AddHours(1).AddMinutes(10);
        bench.Store.Overwrite(StatePath, "{}"u8.ToArray());

        await bench.TickAsync();
        await bench.TickAsync();

        Assert.Single(bench.Runs.Begun);
    }

    [Fact]
    public async Task A_run_whose_starter_died_before_it_recorded_that_still_stands_for_those_before_it()
    {
        await bench.DeclareAsync("cron: \"@hourly\"");
        await bench.TickAsync();
        bench.Now = Begin.AddHours(5);
        bench.Store.Before = (operation, path) => operation == "write" && path == StatePath
            ? throw new OperationCanceledException("killed")
            : Task.CompletedTask;
        await Assert.ThrowsAsync<OperationCanceledException>(() => bench.TickAsync());
        bench.Store.Before = null;

        bench.Now = Begin.AddHours(5).AddMinutes(10);
        await bench.TickAsync();

        Assert.Equal("nightly-20261120170000", Assert.Single(bench.Runs.Begun).Name);
    }

    [Fact]
    public async Task A_backup_that_another_host_made_is_not_made_again()
    {
        await bench.DeclareAsync("cron: \"@hourly\"");
        await bench.TickAsync();
        bench.Store.Overwrite(ArchiveLayout.Manifest("nightly-20261120130000"), "{}"u8.ToArray());
        bench.Now = Begin.AddHours(1);

        Assert.Null((await bench.TickAsync()).Schedules[0].Started);
        Assert.Empty(bench.Runs.Begun);
    }

    [Fact]
    public async Task Of_two_ticks_at_once_one_starts_the_run_and_what_either_recorded_is_not_lost()
    {
        await bench.DeclareAsync("cron: \"@hourly\"");
        await bench.TickAsync();
        bench.Now = Begin.AddHours(1);
        var isOuter = true;
        bench.Store.Before = async (operation, path) =>
        {
            if (isOuter && operation == "write" && path == StatePath)
            {
                isOuter = false;
                await bench.TickAsync();
            }
        };

        await bench.TickAsync();

        Assert.Single(bench.Runs.Begun);
        var memory = (await new ScheduleMemories(bench.Store).FindAsync(ResourceKind.BackupPlan, "nightly")).Memory!;
        Assert.Equal(bench.Now, memory.State.HandledUpTo);
    }

    [Fact]
    public async Task A_tick_that_nothing_is_due_for_writes_nothing()
    {
        await bench.DeclareAsync("cron: \"@hourly\"");
        await bench.TickAsync();
        var before = bench.Store.Snapshot()[StatePath];
        bench.Now = Begin.AddMinutes(1);

        await bench.TickAsync();

        Assert.Same(before, bench.Store.Snapshot()[StatePath]);
    }
}
