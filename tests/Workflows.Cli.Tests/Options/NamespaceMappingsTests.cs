using Workflows.Cli.Tests.Harness;

namespace Workflows.Cli.Tests.Options;

public sealed class NamespaceMappingsTests : IDisposable
{
    private readonly CliHarness cli = new();

    [Theory]
    [InlineData("shop")]
    [InlineData("shop:")]
    [InlineData(":shop")]
    [InlineData("a:b:c")]
    [InlineData("a:B")]
    [InlineData("a:b,")]
    [InlineData("a:b,,c:d")]
    [InlineData("a:b,a:c")]
    [InlineData("a:c,b:c")]
    [InlineData("a:../b")]
    public async Task A_mapping_that_makes_no_sense_is_a_usage_error_and_changes_nothing(string mapping)
    {
        var run = await cli.RunAsync("restore", "create", "--from-backup", "nightly", "--namespace-mappings", mapping);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--namespace-mappings", run.Error, StringComparison.Ordinal);
        Assert.Empty(cli.Files());
    }

    public void Dispose() => cli.Dispose();
}
