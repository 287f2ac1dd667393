using Workflows.Cli.Running;
using Workflows.Cli.Tests.Harness;
using Workflows.Core.Errors;
using Workflows.Durable;
using Workflows.Engine;

namespace Workflows.Cli.Tests.Runs;

public sealed class InterruptionTests : IDisposable
{
    private readonly RunHarness harness = new();

    [Fact]
    public async Task Ctrl_c_stops_cleanly_and_says_how_to_go_on()
    {
        var run = await harness.InterruptAsync("nightly");

        Assert.Equal(130, run.ExitCode);
        Assert.Contains("'workflows resume", run.Error, StringComparison.Ordinal);
        Assert.Contains("continues backup 'nightly'", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Out);
        Assert.Single(harness.Runs());
    }

    [Fact]
    public async Task Resume_finishes_what_was_stopped_and_prints_what_create_would_have()
    {
        await harness.InterruptAsync("nightly");

        var run = await harness.Cli.RunAsync("resume", "-o", "json");

        Assert.Equal(0, run.ExitCode);
        var resumed = Assert.Single(run.Json.GetProperty("runs").EnumerateArray());
        Assert.Equal("nightly", resumed.GetProperty("name").GetString());
        Assert.Equal(3, resumed.GetProperty("result").GetProperty("backup").GetProperty("objects").GetInt32());
        Assert.Empty(harness.Runs());
        Assert.Equal(0, (await harness.Cli.RunAsync("backup", "get", "nightly")).ExitCode);
    }

    [Fact]
    public async Task Resume_ends_with_the_worst_code_and_continues_the_others()
    {
        await harness.InterruptAsync("a-fails");
        await harness.InterruptAsync("b-works");
        var first = true;
        harness.Activities.OnCapture = _ =>
        {
            var fail = first;
            first = false;
            return fail ? throw new WorkflowsException(ErrorKind.Denied, "No.") : Task.CompletedTask;
        };

        var run = await harness.Cli.RunAsync("resume", "-o", "json");

        Assert.Equal(1, run.ExitCode);
        Assert.Equal([1, 0], run.Json.GetProperty("runs").EnumerateArray().Select(r => r.GetProperty("exitCode").GetInt32()));
        Assert.Empty(harness.Runs());
    }

    [Fact]
    public async Task Resume_keeps_a_run_whose_cluster_does_not_answer()
    {
        await harness.InterruptAsync("nightly");
        harness.Cli.Services = harness.Cli.Services with
        {
            CheckCluster = (_, _) => throw new WorkflowsException(ErrorKind.Unavailable, "blue does not answer."),
        };

        var run = await harness.Cli.RunAsync("resume");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("blue does not answer.", run.Out, StringComparison.Ordinal);
        Assert.Single(harness.Runs());
    }

    [Fact]
    public async Task Resume_keeps_a_run_whose_store_denies_access()
    {
        await harness.InterruptAsync("nightly");
        var catalog = Path.Combine(harness.Cli.StorePath, "catalog");
        Directory.CreateSymbolicLink(catalog, harness.Cli.WorkPath);

        var denied = await harness.Cli.RunAsync("resume");

        Assert.Equal(1, denied.ExitCode);
        Assert.Contains("symbolic link", denied.Out, StringComparison.Ordinal);
        Assert.Single(harness.Runs());

        Directory.Delete(catalog);
        Assert.Equal(0, (await harness.Cli.RunAsync("resume")).ExitCode);
    }

    [Fact]
    public async Task Resume_with_nothing_to_do_says_so()
    {
        var run = await harness.Cli.RunAsync("resume");

        Assert.Equal((0, "There is nothing to resume.\n"), (run.ExitCode, run.Out));
        Assert.Empty(harness.Cli.Files());
    }

    [Fact]
    public async Task Create_of_an_interrupted_name_says_who_continues_and_who_abandons_it()
    {
        await harness.InterruptAsync("nightly");

        var run = await harness.CreateAsync("nightly");

        Assert.Equal(5, run.ExitCode);
        Assert.Contains("'workflows resume", run.Error, StringComparison.Ordinal);
        Assert.Contains("'workflows backup delete nightly", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_shows_an_interrupted_backup()
    {
        await harness.InterruptAsync("nightly");

        var run = await harness.Cli.RunAsync("backup", "get", "-o", "json");

        var backup = Assert.Single(run.Json.GetProperty("backups").EnumerateArray());
        Assert.Equal("Interrupted", backup.GetProperty("phase").GetString());
        Assert.False(backup.TryGetProperty("objects", out _));
    }

    [Fact]
    public async Task Delete_gives_an_interrupted_backup_up_and_frees_its_name()
    {
        await harness.InterruptAsync("nightly");

        var deleted = await harness.Cli.RunAsync("backup", "delete", "nightly", "--yes", "-o", "json");

        Assert.Equal(0, deleted.ExitCode);
        Assert.False(deleted.Json.GetProperty("deleted").GetBoolean());
        Assert.True(deleted.Json.GetProperty("abandonedRun").GetBoolean());
        Assert.Empty(harness.Runs());
        Assert.Equal(0, (await harness.CreateAsync("nightly")).ExitCode);
    }

    [Theory]
    [InlineData("backup", "create", "nightly", "--exclude-secrets")]
    [InlineData("backup", "delete", "nightly", "--yes")]
    public async Task A_run_that_a_process_works_on_is_a_conflict_that_names_the_process(params string[] args)
    {
        await harness.InterruptAsync("nightly");
        await using var other = await HoldAsync();

        var run = await harness.Cli.RunAsync(args);

        Assert.Equal(5, run.ExitCode);
        Assert.Contains($"process {Environment.ProcessId}", run.Error, StringComparison.Ordinal);
        Assert.Single(harness.Runs());
    }

    [Fact]
    public async Task A_run_that_a_process_works_on_is_in_progress_and_not_resumed()
    {
        await harness.InterruptAsync("nightly");
        await using var other = await HoldAsync();

        var get = await harness.Cli.RunAsync("backup", "get", "-o", "json");
        var resume = await harness.Cli.RunAsync("resume", "-o", "json");

        Assert.Equal("InProgress", get.Json.GetProperty("backups")[0].GetProperty("phase").GetString());
        Assert.Equal(0, resume.Json.GetProperty("runs").GetArrayLength());
        Assert.Contains("is under way", resume.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_request_to_stop_ends_the_process_at_once()
    {
        var interrupts = new FakeInterrupts();
        using var interruption = new Interruption(interrupts, CancellationToken.None);

        interrupts.Send();
        Assert.Null(interrupts.ExitedWith);
        interrupts.Send();

        Assert.Equal(130, interrupts.ExitedWith);
    }

    public void Dispose() => harness.Dispose();

    /// <summary>Takes the one run's folder as another process would.</summary>
    private Task<EngineHost> HoldAsync() => EngineHost.StartAsync(
        new EngineOptions { StateDirectory = Path.Combine(harness.Cli.StatePath, "runs", harness.Runs()[0]) },
        new DurableRegistry());
}
