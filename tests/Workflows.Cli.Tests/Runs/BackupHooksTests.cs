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
        Assert.Contains("hooks.yaml, line 1:", run.Error, StringComparison.Ordinal);
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

    public void Dispose() => harness.Dispose();

    private Task WriteAsync(string yaml) => File.WriteAllTextAsync(Path.Combine(harness.Cli.WorkPath, "hooks.yaml"), yaml);
}
