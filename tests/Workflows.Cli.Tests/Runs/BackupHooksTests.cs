using Workflows.Cli.Tests.Harness;

namespace Workflows.Cli.Tests.Runs;

/// <summary>Hooks that a file names.</summary>
public sealed class BackupHooksTests : IDisposable
{
    private readonly RunHarness harness = new();

    [Fact]
    public async Task A_file_that_is_wrong_is_refused_before_anything_is_done()
    {
        await WriteAsync("resources: [{ name: a, pre: [{ exec: { commands: [x] } }] }]");

        var run = await harness.CreateAsync("nightly", "--hooks", "hooks.yaml");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("hooks.yaml, line 1, resources[0].pre[0].exec.commands: There is no such field", run.Error, StringComparison.Ordinal);
        Assert.Equal(["work/hooks.yaml"], harness.Cli.Files());
    }

    [Fact]
    public async Task Hooks_that_are_given_and_not_to_run_are_a_slip()
    {
        await WriteAsync("resources: []");

        var run = await harness.CreateAsync("nightly", "--hooks", "hooks.yaml", "--run-hooks", "false");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--run-hooks false runs no hooks", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_s_hooks_come_to_the_backup()
    {
        await WriteAsync("resources: [{ name: databases, pre: [{ exec: { command: [freeze] } }] }]");

        Assert.Equal(0, (await harness.CreateAsync("nightly", "--hooks", "hooks.yaml")).ExitCode);

        Assert.Equal("databases", Assert.Single(harness.Activities.LastSpec!.Hooks).Name);
    }

    [Theory]
    [InlineData("7h", "a", "this host can run a hook for 21600s at most")]
    [InlineData("1h", "LONG", "and may have 8000")]
    public async Task Hooks_that_no_host_could_run_and_no_history_hold_are_refused(string timeout, string word, string problem)
    {
        var command = word.Replace("LONG", new string('x', 9_000), StringComparison.Ordinal);
        await WriteAsync($"resources: [{{ name: a, pre: [{{ exec: {{ command: [{command}], timeout: {timeout} }} }}] }}]");

        var run = await harness.CreateAsync("nightly", "--hooks", "hooks.yaml");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(problem, run.Error, StringComparison.Ordinal);
        Assert.Equal(["work/hooks.yaml"], harness.Cli.Files());
    }

    [Theory]
    [InlineData("--hooks")]
    [InlineData("--applications")]
    public async Task A_file_that_is_not_there_is_refused(string option)
    {
        var run = await harness.CreateAsync("nightly", option, "nowhere.yaml");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("There is no file", run.Error, StringComparison.Ordinal);
    }

    public void Dispose() => harness.Dispose();

    private Task WriteAsync(string yaml) => File.WriteAllTextAsync(Path.Combine(harness.Cli.WorkPath, "hooks.yaml"), yaml);
}
