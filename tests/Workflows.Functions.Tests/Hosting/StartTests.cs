namespace Workflows.Functions.Tests.Hosting;

/// <summary>The app as a process.</summary>
public sealed class StartTests
{
    [Fact]
    public async Task Without_the_settings_that_it_needs_it_says_so_and_ends()
    {
        var result = await Scenarios.Running.Program.RunAsync(
            "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "Workflows.Functions.dll")],
            new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["WORKFLOWS_STORE"] = null,
                ["WORKFLOWS_KEEP_INSTANCES"] = "a while",
            });

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("WORKFLOWS_STORE is missing", result.Error, StringComparison.Ordinal);
        Assert.Contains("WORKFLOWS_KEEP_INSTANCES is 'a while'", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }
}
