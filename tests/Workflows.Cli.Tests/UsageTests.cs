using Workflows.Cli.Tests.Harness;

namespace Workflows.Cli.Tests;

/// <summary>Bad command lines: exit code 2, a sentence, and nothing changed.</summary>
public sealed class UsageTests : IDisposable
{
    private readonly CliHarness cli = new();

    [Theory]
    [InlineData("backup", "create")]
    [InlineData("backup", "create", "Nightly", "--include-secrets")]
    [InlineData("backup", "create", "night_ly", "--include-secrets")]
    [InlineData("backup", "create", "-nightly", "--include-secrets")]
    [InlineData("backup", "create", "nightly.", "--include-secrets")]
    [InlineData("backup", "create", "../nightly", "--include-secrets")]
    [InlineData("backup", "create", "a", "b", "--include-secrets")]
    [InlineData("backup", "create", "nightly", "--include-secrets", "--ttl", "soon")]
    [InlineData("backup", "create", "nightly", "--include-secrets", "--include-namespaces", "a,,b")]
    [InlineData("backup", "create", "nightly", "--include-secrets", "--include-namespaces", "[a")]
    [InlineData("backup", "create", "nightly", "--include-secrets", "--selector", "a=b=c")]
    [InlineData("backup", "create", "nightly", "--include-secrets", "--selector", "a=b", "--or-selector", "c=d")]
    [InlineData("backup", "create", "nightly", "--include-secrets", "--include-cluster-resources", "maybe")]
    [InlineData("backup", "create", "nightly", "--include-secrets", "--include-volume-data")]
    [InlineData("backup", "create", "nightly", "--include-secrets", "--include-volume-data", "--mover-image", " ")]
    [InlineData("backup", "create", "nightly", "--include-secrets", "--unknown")]
    [InlineData("backup", "create", "nightly", "--include-secrets", "-o", "xml")]
    [InlineData("backup", "describe")]
    [InlineData("backup", "download", "nightly")]
    [InlineData("backup", "frobnicate")]
    [InlineData("backup")]
    [InlineData]
    [InlineData("restore", "create")]
    [InlineData("restore", "create", "--from-backup", "nightly", "--conflict", "replace")]
    [InlineData("restore", "create", "--from-backup", "nightly", "--volume-data-policy", "maybe")]
    [InlineData("completion", "tcsh")]
    public async Task A_line_that_makes_no_sense_ends_with_2_and_changes_nothing(params string[] args)
    {
        var run = await cli.RunAsync(args);

        Assert.Equal(2, run.ExitCode);
        Assert.NotEmpty(run.Error);
        Assert.Empty(run.Out);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        Assert.Empty(cli.Files());
    }

    [Fact]
    public async Task Neither_word_on_secrets_says_what_to_choose_and_why()
    {
        var run = await cli.RunAsync("backup", "create", "nightly");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--include-secrets or --exclude-secrets", run.Error, StringComparison.Ordinal);
        Assert.Contains("in the clear", run.Error, StringComparison.Ordinal);
        Assert.Empty(cli.Files());
    }

    [Fact]
    public async Task Volume_data_without_an_image_says_where_to_get_one()
    {
        var run = await cli.RunAsync("backup", "create", "nightly", "--include-secrets", "--include-volume-data");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--mover-image", run.Error, StringComparison.Ordinal);
        Assert.Contains("infra/mover/README.md", run.Error, StringComparison.Ordinal);
        Assert.Empty(cli.Files());
    }

    [Fact]
    public async Task Both_words_on_secrets_contradict_each_other()
    {
        var run = await cli.RunAsync("backup", "create", "nightly", "--include-secrets", "--exclude-secrets");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("contradict", run.Error, StringComparison.Ordinal);
        Assert.Empty(cli.Files());
    }

    [Fact]
    public async Task Every_problem_of_a_selection_is_named_at_once()
    {
        var run = await cli.RunAsync(
            "backup", "create", "n", "--include-secrets", "--include-namespaces", "[a", "--exclude-resources", "*");

        Assert.Contains("[a", run.Error, StringComparison.Ordinal);
        Assert.Contains("nothing to select", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("backup", "create")]
    [InlineData("backup", "frobnicate")]
    [InlineData("backup")]
    [InlineData("backup", "create", "UPPER", "--include-secrets")]
    public async Task With_json_the_error_is_an_object_on_one_line(params string[] args)
    {
        var run = await cli.RunAsync([.. args, "-o", "json"]);

        Assert.Equal("Usage", run.ErrorJson.GetProperty("kind").GetString());
        Assert.Equal(2, run.ErrorJson.GetProperty("exitCode").GetInt32());
        Assert.NotEmpty(run.ErrorJson.GetProperty("message").GetString()!);
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public async Task A_wrong_command_is_named_with_those_there_are()
    {
        var run = await cli.RunAsync("backup", "creat", "nightly");

        Assert.Contains("'creat'", run.Error, StringComparison.Ordinal);
        Assert.Contains("create, get", run.Error, StringComparison.Ordinal);
    }

    public void Dispose() => cli.Dispose();
}
