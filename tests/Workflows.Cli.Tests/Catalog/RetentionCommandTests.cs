using Workflows.Cli.Tests.Harness;

namespace Workflows.Cli.Tests.Catalog;

public sealed class RetentionCommandTests : IDisposable
{
    private static readonly string Plan = Declared.Plan.Replace(
        "{ retainDays: 30, deleteLockDays: 7, keepDaily: 7 }", "{ retainDays: 3, deleteLockDays: 2 }", StringComparison.Ordinal);

    private readonly RunHarness harness = new();
    private readonly ManualTime time = new();

    public RetentionCommandTests()
    {
        Directory.CreateDirectory(harness.Cli.StorePath);
        harness.Cli.Time = time;
    }

    [Fact]
    public async Task A_dry_run_says_of_each_backup_why_it_stays_or_goes_and_deletes_nothing()
    {
        await MakeAsync("first", "second");
        time.Advance(TimeSpan.FromDays(5));

        var run = await harness.Cli.RunAsync("retention", "run", "--dry-run");
        var json = await harness.Cli.RunAsync("retention", "run", "nightly", "--dry-run", "-o", "json");

        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("backupplan/nightly: 1 backup would be deleted, 1 kept (dry run)\n", run.Out, StringComparison.Ordinal);
        Assert.Contains("is the last good backup of nightly", run.Out, StringComparison.Ordinal);
        var plan = json.Json.GetProperty("plans")[0];
        Assert.Equal((true, 2), (json.Json.GetProperty("dryRun").GetBoolean(), plan.GetProperty("backups").GetArrayLength()));
        Assert.Equal(["first", "second"], await NamesAsync());
    }

    [Fact]
    public async Task A_run_deletes_what_nothing_keeps_and_leaves_no_journal()
    {
        await MakeAsync("first", "second");
        time.Advance(TimeSpan.FromDays(1));
        var early = await harness.Cli.RunAsync("retention", "run");
        time.Advance(TimeSpan.FromDays(4));

        var run = await harness.Cli.RunAsync("retention", "run", "nightly");

        Assert.Equal((0, "backupplan/nightly: 0 backups deleted, 2 kept\n"), (early.ExitCode, early.Out));
        Assert.Equal((0, "backupplan/nightly: 1 backup deleted, 1 kept\n  deleted first\n"), (run.ExitCode, run.Out));
        Assert.Equal(["second"], await NamesAsync());
        Assert.Empty(harness.Runs());
    }

    [Fact]
    public async Task A_plan_that_is_not_there_is_not_found()
    {
        var run = await harness.Cli.RunAsync("retention", "run", "weekly");

        Assert.Equal(4, run.ExitCode);
    }

    [Fact]
    public async Task A_locked_backup_is_deleted_by_nobody_before_its_time()
    {
        await MakeAsync("first", "second");

        var locked = await harness.Cli.RunAsync("backup", "delete", "first", "--yes", "--allow-last");
        time.Advance(TimeSpan.FromDays(2).Add(TimeSpan.FromMinutes(10)));
        var free = await harness.Cli.RunAsync("backup", "delete", "first", "--yes");

        Assert.Equal(5, locked.ExitCode);
        Assert.Contains("is locked: nobody may delete it before", locked.Error, StringComparison.Ordinal);
        Assert.Equal(0, free.ExitCode);
        Assert.Equal(["second"], await NamesAsync());
    }

    [Fact]
    public async Task The_last_good_backup_of_a_plan_is_deleted_only_if_that_is_said()
    {
        await MakeAsync("first");
        time.Advance(TimeSpan.FromDays(5));

        var refused = await harness.Cli.RunAsync("backup", "delete", "first", "--yes");
        var said = await harness.Cli.RunAsync("backup", "delete", "first", "--yes", "--allow-last");

        Assert.Equal(5, refused.ExitCode);
        Assert.Contains("the only good backup of plan 'nightly'", refused.Error, StringComparison.Ordinal);
        Assert.Equal(0, said.ExitCode);
    }

    [Fact]
    public async Task A_held_backup_goes_by_no_time_rule_or_person_until_it_is_released()
    {
        await MakeAsync("first", "second");
        var held = await harness.Cli.RunAsync("backup", "hold", "first", "--reason", "case 4711", "-o", "json");
        time.Advance(TimeSpan.FromDays(500));

        var run = await harness.Cli.RunAsync("retention", "run");
        var deleted = await harness.Cli.RunAsync("backup", "delete", "first", "--yes", "--allow-last");
        var described = await harness.Cli.RunAsync("backup", "describe", "first");

        Assert.Equal(0, held.ExitCode);
        Assert.Equal((true, false, "case 4711"), (
            held.Json.GetProperty("held").GetBoolean(), held.Json.GetProperty("keptByStore").GetBoolean(), held.Json.GetProperty("reason").GetString()));
        Assert.Equal("backupplan/nightly: 0 backups deleted, 2 kept\n", run.Out);
        Assert.Equal(5, deleted.ExitCode);
        Assert.Contains("under a legal hold since", deleted.Error, StringComparison.Ordinal);
        Assert.Contains("(case 4711)", deleted.Error, StringComparison.Ordinal);
        Assert.Contains("by Workflows alone: case 4711", described.Out, StringComparison.Ordinal);
        Assert.Equal(["first", "second"], await NamesAsync());

        var released = await harness.Cli.RunAsync("backup", "release", "first", "--yes");
        var after = await harness.Cli.RunAsync("retention", "run");

        Assert.Equal((0, "Backup 'first' is under no legal hold any more.\n"), (released.ExitCode, released.Out));
        Assert.Equal("backupplan/nightly: 1 backup deleted, 1 kept\n  deleted first\n", after.Out);
    }

    [Fact]
    public async Task What_is_not_there_or_not_held_is_said_and_a_release_is_asked_for()
    {
        await MakeAsync("first");

        Assert.Equal(4, (await harness.Cli.RunAsync("backup", "hold", "gone")).ExitCode);
        Assert.Equal(4, (await harness.Cli.RunAsync("backup", "release", "first", "--yes")).ExitCode);
        Assert.Equal(2, (await harness.Cli.RunAsync("backup", "release", "first")).ExitCode);
        Assert.Equal(2, (await harness.Cli.RunAsync("backup", "hold", "first", "--reason", "two\nlines")).ExitCode);
    }

    public void Dispose() => harness.Dispose();

    private async Task MakeAsync(params string[] names)
    {
        await Declared.ApplyAsync(harness.Cli, Declared.Cluster + "\n---\n" + Plan);
        foreach (var name in names)
        {
            Assert.Equal(0, (await harness.Cli.RunAsync("backup", "create", name, "--plan", "nightly")).ExitCode);
            time.Advance(TimeSpan.FromMinutes(1));
        }
    }

    private async Task<IEnumerable<string?>> NamesAsync()
    {
        var run = await harness.Cli.RunAsync("backup", "get", "-o", "json");
        return run.Json.GetProperty("backups").EnumerateArray().Select(backup => backup.GetProperty("name").GetString());
    }
}
