namespace Workflows.Core.Plans;

/// <summary>Something wrong in a file of plans.</summary>
/// <param name="Line">Where, from 1.</param>
/// <param name="Field">The field, as in <c>spec.retention.keepDaily</c>; empty for a whole document.</param>
/// <param name="Text">What, as a sentence.</param>
public sealed record PlanProblem(long Line, string Field, string Text)
{
    public override string ToString() => Field.Length > 0 ? $"line {Line}, {Field}: {Text}" : $"line {Line}: {Text}";
}
