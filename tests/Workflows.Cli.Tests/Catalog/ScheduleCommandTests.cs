using Workflows.Cli.Tests.Harness;

namespace Workflows.Cli.Tests.Catalog;

public sealed class ScheduleCommandTests : IDisposable
{
    private readonly RunHarness harness = new();

    public ScheduleCommandTests() => Directory.CreateDirectory(harness.Cli.StorePath);

    private CliHarness Cli => harness.Cli;

    [Fact]
    public async Task A_schedule_is_declared_by_options_as_by_a_file()
    {
        await Declared.ApplyAsync(Cli, Declared.Cluster + "\n---\n" + Declared.Plan);

        var run = await Cli.RunAsync(
            "schedule", "create", "often", "--plan", "nightly", "--cron", "*/15 * * * *", "--time-zone", "Europe/Berlin", "--overlap", "queue");
        var again = await Cli.RunAsync("schedule", "create", "often", "--plan", "nightly", "--cron", "@daily");
        var got = await Cli.RunAsync("get", "schedule", "often", "-o", "json");

        Assert.Equal((0, "schedule/often created\n"), (run.ExitCode, run.Out));
        Assert.Equal(5, again.ExitCode);
        var spec = got.Json.GetProperty("spec");
        Assert.Equal(
            ("nightly", "*/15 * * * *", "Europe/Berlin", "queue"),
            (spec.GetProperty("backupPlan").GetString(), spec.GetProperty("cron").GetString(),
                spec.GetProperty("timeZone").GetString(), spec.GetProperty("overlap").GetString()));
    }

    [Theory]
    [InlineData("spec.cron", "--cron", "61 * * * *")]
    [InlineData("spec", "--time-zone", "UTC")]
    [InlineData("spec", "--cron", "@daily", "--target-minutes", "60")]
    [InlineData("spec.rpo.targetMinutes", "--target-minutes", "5")]
    public async Task Options_that_make_no_schedule_are_refused_by_their_field(string field, params string[] options)
    {
        await Declared.ApplyAsync(Cli, Declared.Cluster + "\n---\n" + Declared.Plan);

        var run = await Cli.RunAsync(["schedule", "create", "often", "--plan", "nightly", .. options]);

        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith($"error: the command line, {field}: ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_that_is_not_there_can_not_be_scheduled()
    {
        var run = await Cli.RunAsync("schedule", "create", "often", "--plan", "nowhere", "--cron", "@daily");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("There is no BackupPlan \"nowhere\"", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_lists_the_plans_own_schedules_too_and_when_they_are_due()
    {
        await Declared.ApplyAsync(Cli, Declared.All);

        var table = await Cli.RunAsync("schedule", "get");
        var json = await Cli.RunAsync("schedule", "get", "nightly", "-o", "json");

        Assert.Equal(0, table.ExitCode);
        Assert.Contains("backupplan/nightly", table.Out, StringComparison.Ordinal);
        Assert.Contains("30 2 * * * (Europe/Berlin)", table.Out, StringComparison.Ordinal);
        Assert.Contains("rpo 4h", table.Out, StringComparison.Ordinal);
        var own = json.Json.GetProperty("schedules")[0];
        Assert.Equal(("BackupPlan", "nightly", false), (own.GetProperty("kind").GetString(), own.GetProperty("plan").GetString(), own.GetProperty("paused").GetBoolean()));
        Assert.True(own.GetProperty("nextDue").GetDateTimeOffset() > Cli.Time.GetUtcNow());
    }

    [Theory]
    [InlineData("often")]
    [InlineData("nightly")]
    [InlineData("backupplan/nightly")]
    [InlineData("sch/often")]
    public async Task A_schedule_is_paused_and_unpaused_and_the_rest_of_it_stays(string name)
    {
        await Declared.ApplyAsync(Cli, Declared.All);
        var before = await Cli.RunAsync("get", "backupplan", "nightly", "-o", "yaml");

        var pause = await Cli.RunAsync("schedule", "pause", name);
        var again = await Cli.RunAsync("schedule", "pause", name);
        var list = await Cli.RunAsync("schedule", "get", "-o", "json");
        var unpause = await Cli.RunAsync("schedule", "unpause", name);

        Assert.EndsWith(" configured\n", pause.Out, StringComparison.Ordinal);
        Assert.EndsWith(" unchanged\n", again.Out, StringComparison.Ordinal);
        var paused = Assert.Single(list.Json.GetProperty("schedules").EnumerateArray(), schedule => schedule.GetProperty("paused").GetBoolean());
        Assert.Equal(name.Split('/')[^1], paused.GetProperty("name").GetString());
        Assert.False(paused.TryGetProperty("nextDue", out _));
        Assert.EndsWith(" configured\n", unpause.Out, StringComparison.Ordinal);
        Assert.Equal(before.Out, (await Cli.RunAsync("get", "backupplan", "nightly", "-o", "yaml")).Out);
    }

    [Fact]
    public async Task A_name_that_is_two_schedules_must_be_said_whole()
    {
        await Declared.ApplyAsync(Cli, Declared.All.Replace("name: often", "name: nightly", StringComparison.Ordinal));

        var either = await Cli.RunAsync("schedule", "pause", "nightly");
        var one = await Cli.RunAsync("schedule", "pause", "schedule/nightly");
        var none = await Cli.RunAsync("schedule", "pause", "nowhere");

        Assert.Equal((2, 0, 4), (either.ExitCode, one.ExitCode, none.ExitCode));
    }

    [Fact]
    public async Task Triggered_a_schedule_makes_a_backup_by_its_plan_now()
    {
        await Declared.ApplyAsync(Cli, Declared.All);

        var run = await Cli.RunAsync("schedule", "trigger", "often", "-o", "json");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal("nightly", run.Json.GetProperty("backup").GetProperty("plan").GetString());
    }

    public void Dispose() => harness.Dispose();
}
