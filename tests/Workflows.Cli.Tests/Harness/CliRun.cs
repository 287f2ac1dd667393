using System.Text.Json;

namespace Workflows.Cli.Tests.Harness;

/// <summary>What a command line came to.</summary>
internal sealed record CliRun(int ExitCode, string Out, string Error)
{
    /// <summary>Standard output as JSON.</summary>
    public JsonElement Json => JsonDocument.Parse(Out).RootElement;

    /// <summary>The error object of standard error's last line.</summary>
    public JsonElement ErrorJson =>
        JsonDocument.Parse(Error.TrimEnd('\n').Split('\n')[^1]).RootElement.GetProperty("error");
}
