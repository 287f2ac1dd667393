using Workflows.Cli.Errors;
using Workflows.Cli.Tests.Harness;
using Workflows.Core.Backups;
using Workflows.Core.Errors;
using Workflows.Durable;

namespace Workflows.Cli.Tests.Runs;

public sealed class BackupCreateTests : IDisposable
{
    private readonly RunHarness harness = new();

    [Fact]
    public async Task A_backup_that_holds_all_ends_with_0_and_leaves_no_run_behind()
    {
        var run = await harness.CreateAsync("nightly", "-o", "json");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal("Completed", run.Json.GetProperty("backup").GetProperty("phase").GetString());
        Assert.Equal(3, run.Json.GetProperty("backup").GetProperty("objects").GetInt32());
        Assert.Empty(harness.Runs());
    }

    [Fact]
    public async Task A_backup_that_lacks_something_ends_with_3_and_names_it()
    {
        harness.Activities.Errors = [new BackupProblem("widgets.example.com", null, "The conversion webhook is down.")];

        var run = await harness.CreateAsync("nightly");

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("PartiallyFailed", run.Out, StringComparison.Ordinal);
        Assert.Contains("widgets.example.com: The conversion webhook is down.", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_backup_that_fails_says_why_in_its_own_words_and_leaves_nothing()
    {
        harness.Activities.OnCapture = _ => throw new WorkflowsException(ErrorKind.Denied, "The token may not list pods.");

        var run = await harness.CreateAsync("nightly");

        Assert.Equal(1, run.ExitCode);
        Assert.Equal("error: The token may not list pods.\n", run.Error[run.Error.IndexOf("error:", StringComparison.Ordinal)..]);
        Assert.Empty(run.Out);
        Assert.Empty(harness.Runs());
        Assert.DoesNotContain(harness.Cli.Files(), file => file.Contains("reservation", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_defect_inside_the_run_is_called_one()
    {
        var run = await CliOf(new RunFailedException(
            new FailureDetails("System.NotSupportedException", "Can't.", IsRetryable: true), () => { }));

        Assert.Equal("Defect", run.ErrorJson.GetProperty("kind").GetString());
        Assert.Contains("System.NotSupportedException: Can't.", run.ErrorJson.GetProperty("message").GetString()!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("System.IO.IOException")]
    [InlineData("System.UnauthorizedAccessException")]
    public async Task A_full_disk_inside_the_run_is_no_defect(string type)
    {
        var run = await CliOf(new RunFailedException(new FailureDetails(type, "No space left.", IsRetryable: true), () => { }));

        Assert.Equal("Failed", run.ErrorJson.GetProperty("kind").GetString());
    }

    [Fact]
    public async Task A_name_that_is_taken_is_a_conflict_and_the_backup_stays()
    {
        await harness.CreateAsync("nightly");
        var before = harness.Cli.Files();

        var run = await harness.CreateAsync("nightly", "-o", "json");

        Assert.Equal(5, run.ExitCode);
        Assert.Equal("Conflict", run.ErrorJson.GetProperty("kind").GetString());
        Assert.Equal(before, harness.Cli.Files());
        Assert.Equal(1, harness.Activities.Captures);
    }

    [Theory]
    [InlineData(ErrorKind.NotFound, 4)]
    [InlineData(ErrorKind.Usage, 2)]
    public async Task An_unknown_context_changes_nothing(ErrorKind kind, int exitCode)
    {
        harness.Cli.Services = harness.Cli.Services with
        {
            LocateCluster = (_, context) => throw new WorkflowsException(kind, $"There is no context '{context}'."),
        };

        var run = await harness.CreateAsync("nightly", "--context", "nowhere");

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Contains("'nowhere'", run.Error, StringComparison.Ordinal);
        Assert.Empty(harness.Cli.Files());
    }

    [Fact]
    public async Task A_server_that_does_not_answer_changes_nothing()
    {
        harness.Cli.Services = harness.Cli.Services with
        {
            CheckCluster = (_, _) => throw new WorkflowsException(ErrorKind.Unavailable, "blue does not answer."),
        };

        var run = await harness.CreateAsync("nightly");

        Assert.Equal(1, run.ExitCode);
        Assert.Equal("error: blue does not answer.\n", run.Error);
        Assert.Empty(harness.Cli.Files());
    }

    [Fact]
    public async Task A_defect_shows_its_stack_trace_only_when_asked()
    {
        harness.Cli.Services = harness.Cli.Services with { CheckCluster = (_, _) => throw new InvalidOperationException("Oops.") };

        var plain = await harness.CreateAsync("nightly");
        var verbose = await harness.CreateAsync("nightly", "--verbose");

        Assert.Equal((1, 1), (plain.ExitCode, verbose.ExitCode));
        Assert.Contains("defect", plain.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", plain.Error, StringComparison.Ordinal);
        Assert.Contains("   at ", verbose.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Quiet_leaves_only_the_result()
    {
        var run = await harness.CreateAsync("nightly", "--quiet");

        Assert.Empty(run.Error);
        Assert.NotEmpty(run.Out);
    }

    [Fact]
    public async Task Without_a_terminal_each_step_is_a_line_of_standard_error()
    {
        var run = await harness.CreateAsync("nightly");

        Assert.Equal(["planning", "capturing", "committing"], run.Error.TrimEnd('\n').Split('\n').Select(l => l.Split(':')[0]).Distinct());
        Assert.DoesNotContain('\u001b', run.Error + run.Out);
    }

    [Fact]
    public async Task On_a_terminal_progress_is_drawn_and_the_result_stays()
    {
        harness.Cli.IsTerminal = true;

        var run = await harness.CreateAsync("nightly");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Backup 'nightly'", run.Error, StringComparison.Ordinal);
        Assert.Contains("Completed", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_color_is_obeyed_on_a_terminal()
    {
        harness.Cli.IsTerminal = true;
        harness.Cli.Variables["NO_COLOR"] = "1";

        var run = await harness.CreateAsync("nightly");

        Assert.DoesNotContain('\u001b', run.Out);
        Assert.DoesNotContain("[32m", run.Error, StringComparison.Ordinal);
    }

    public void Dispose() => harness.Dispose();

    private Task<CliRun> CliOf(Exception exception)
    {
        harness.Cli.Services = harness.Cli.Services with { CheckCluster = (_, _) => throw exception };
        return harness.CreateAsync("nightly", "-o", "json");
    }
}
