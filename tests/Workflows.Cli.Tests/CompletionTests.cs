using Workflows.Cli.Tests.Harness;

namespace Workflows.Cli.Tests;

public sealed class CompletionTests : IDisposable
{
    private readonly RunHarness harness = new();

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    public async Task A_script_asks_this_program_for_suggestions(string shell)
    {
        var run = await harness.Cli.RunPlainAsync("completion", shell);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("[suggest:", run.Out, StringComparison.Ordinal);
        Assert.Contains($"completion for {shell}", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("workflows ", "backup", "restore", "resume", "completion", "version")]
    [InlineData("workflows backup d", "delete", "describe", "download")]
    [InlineData("/usr/local/bin/workflows backup ver", "verify")]
    [InlineData("workflows restore create --conflict ", "skip", "update")]
    [InlineData("workflows completion ", "bash", "fish", "zsh")]
    [InlineData("workflows -o ", "table", "json", "yaml")]
    public async Task Suggestions_continue_the_line(string line, params string[] expected)
    {
        var run = await harness.Cli.RunPlainAsync($"[suggest:{line.Length}]", line);

        Assert.Equal(0, run.ExitCode);
        var suggestions = run.Out.Split('\n');
        Assert.All(expected, word => Assert.Contains(word, suggestions));
    }

    [Theory]
    [InlineData("workflows backup describe ")]
    [InlineData("workflows backup delete ni")]
    [InlineData("workflows restore create --from-backup ")]
    public async Task Names_of_backups_come_from_the_store(string line)
    {
        await harness.CreateAsync("nightly");
        harness.Cli.Variables["WORKFLOWS_STORE"] = harness.Cli.StorePath;

        var run = await harness.Cli.RunPlainAsync($"[suggest:{line.Length}]", line);

        Assert.Contains("nightly", run.Out.Split('\n'));
    }

    [Theory]
    [InlineData("workflows restore get ")]
    [InlineData("workflows restore describe ")]
    [InlineData("workflows restore logs fi")]
    [InlineData("workflows restore delete fi")]
    public async Task Names_of_restores_come_from_the_store(string line)
    {
        await RecordedRestore.CreateAsync(harness.Cli, "fix");
        harness.Cli.Variables["WORKFLOWS_STORE"] = harness.Cli.StorePath;

        var run = await harness.Cli.RunPlainAsync($"[suggest:{line.Length}]", line);

        Assert.Contains("fix", run.Out.Split('\n'));
    }

    [Fact]
    public async Task A_store_that_can_not_be_opened_suggests_nothing_and_is_silent()
    {
        harness.Cli.Variables["WORKFLOWS_STORE"] = "nowhere://store";

        var run = await harness.Cli.RunPlainAsync("[suggest:26]", "workflows backup describe ");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
    }

    public void Dispose() => harness.Dispose();
}
