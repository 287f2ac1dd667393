namespace Workflows.Core.Plans;

/// <summary>Something wrong in a file of plans.</summary>
/// <param name="Line">Where, from 1; 0 where lines don't count.</param>
/// <param name="Field">The field, as in <c>spec.retention.keepDaily</c>; empty for a whole document.</param>
/// <param name="Text">What, as a sentence.</param>
public sealed record PlanProblem(long Line, string Field, string Text)
{
    /// <summary>The file, where there are several; null for the one that is meant.</summary>
    public string? Source { get; init; }

    public override string ToString() => (Line, Field.Length) switch
    {
        (0, 0) => Text,
        (0, _) => $"{Field}: {Text}",
        (_, 0) => $"line {Line}: {Text}",
        _ => $"line {Line}, {Field}: {Text}",
    };
}
