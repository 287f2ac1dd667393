using Workflows.Core.Reports;

namespace Workflows.Core.Hooks;

/// <summary>What became of a hook.</summary>
/// <param name="Namespace">Its pod's namespace.</param>
/// <param name="Pod">Its pod.</param>
/// <param name="Moment">When it ran.</param>
/// <param name="Severity">What the backup or restore makes of it; null where it did what it should.</param>
/// <param name="ExitCode">Its exit code; null where it did not come to one.</param>
/// <param name="Message">A sentence for a person.</param>
/// <param name="Output">The end of what it printed.</param>
/// <param name="OutputBytes">How much it printed.</param>
public sealed record HookOutcome(
    string Namespace,
    string Pod,
    HookMoment Moment,
    ProblemSeverity? Severity,
    int? ExitCode,
    string Message,
    string Output,
    long OutputBytes)
{
    /// <summary>The rule that asked for it; null where an annotation of the pod did.</summary>
    public string? Rule { get; init; }

    /// <summary>Its container; null where it did not come to one.</summary>
    public string? Container { get; init; }

    /// <summary>The program and its arguments.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>What it is called in a sentence.</summary>
    public string Title() => $"{Kind()} hook{(Rule is null ? "" : $" {Rule}")} of pod";

    /// <summary>What a log tells of it: a line of what became of it, and the end of what it printed.</summary>
    public IEnumerable<string> Lines()
    {
        yield return $"{Title()} {Namespace}/{Pod}: {Message}" + (OutputBytes > 0 ? $" It printed {OutputBytes} bytes; their end:" : "");
        foreach (var line in Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            yield return $"  | {line}";
        }
    }

    private string Kind() => Moment switch
    {
        HookMoment.Pre => "Pre",
        HookMoment.Post => "Post",
        _ => "Restore",
    };
}
