namespace Workflows.Core.Plans.Reading;

/// <summary>A piece of a YAML document, with where it stands.</summary>
internal abstract record PlanNode(long Line);

/// <param name="IsPlain">Whether it stood without quotes, so that it may be a number, a truth value or nothing.</param>
internal sealed record PlanScalar(long Line, string Text, bool IsPlain) : PlanNode(Line)
{
    public bool IsNull => IsPlain && Text is "" or "~" or "null" or "Null" or "NULL";
}

internal sealed record PlanList(long Line, IReadOnlyList<PlanNode> Items) : PlanNode(Line);

internal sealed record PlanMapping(long Line, IReadOnlyDictionary<string, (long Line, PlanNode Value)> Fields) : PlanNode(Line);
