using System.Text.Json.Nodes;

namespace Workflows.Scenarios.Running;

/// <summary>What a process of the command line ended with.</summary>
/// <param name="CommandLine">What was run.</param>
/// <param name="ExitCode">Its exit code; 137 when it was killed.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Error">Its standard error.</param>
/// <param name="Duration">How long it ran.</param>
public sealed record CommandResult(string CommandLine, int ExitCode, string Output, string Error, TimeSpan Duration)
{
    /// <summary>The exit code is what a script would decide by: the first thing to look at.</summary>
    public CommandResult Exits(int code)
    {
        Assert.True(ExitCode == code, $"Expected exit code {code}. {this}");
        return this;
    }

    /// <summary>The document that <c>-o json</c> prints.</summary>
    public JsonObject Json() => JsonNode.Parse(Output)!.AsObject();

    public override string ToString() =>
        $"'{CommandLine}' ended with {ExitCode} after {Duration.TotalSeconds:F1} s.\n--- stdout\n{Output}\n--- stderr\n{Error}";
}
