using System.Globalization;

namespace Workflows.Core.Selection;

/// <summary>One term of a selector.</summary>
/// <param name="Key">The label's key, with its prefix if it has one.</param>
/// <param name="Operator">How the label is compared.</param>
/// <param name="Values">The values to compare with, sorted; empty where the operator takes none.</param>
public sealed record LabelRequirement(string Key, LabelOperator Operator, IReadOnlyList<string> Values)
{
    public bool Matches(IReadOnlyDictionary<string, string>? labels)
    {
        string? value = null;
        var present = labels is not null && labels.TryGetValue(Key, out value);
        return Operator switch
        {
            LabelOperator.Is or LabelOperator.In => present && Values.Contains(value, StringComparer.Ordinal),
            LabelOperator.IsNot or LabelOperator.NotIn => !present || !Values.Contains(value, StringComparer.Ordinal),
            LabelOperator.Exists => present,
            LabelOperator.DoesNotExist => !present,
            LabelOperator.GreaterThan => present && Number(value) > Number(Values[0]),
            LabelOperator.LessThan => present && Number(value) < Number(Values[0]),
            _ => throw new InvalidOperationException($"The label operator {Operator} is not known."),
        };
    }

    /// <summary>The term as the API server reads it.</summary>
    public override string ToString() => Operator switch
    {
        // A set of only the empty value has no form of its own: in () is refused.
        LabelOperator.In when Values is [""] => $"{Key}=",
        LabelOperator.NotIn when Values is [""] => $"{Key}!=",
        LabelOperator.Is => $"{Key}={Values[0]}",
        LabelOperator.IsNot => $"{Key}!={Values[0]}",
        LabelOperator.In => $"{Key} in ({string.Join(',', Values)})",
        LabelOperator.NotIn => $"{Key} notin ({string.Join(',', Values)})",
        LabelOperator.Exists => Key,
        LabelOperator.DoesNotExist => $"!{Key}",
        LabelOperator.GreaterThan => $"{Key}>{Values[0]}",
        LabelOperator.LessThan => $"{Key}<{Values[0]}",
        _ => throw new InvalidOperationException($"The label operator {Operator} is not known."),
    };

    // A label that is no number satisfies neither comparison: every comparison with null is false.
    internal static long? Number(string? text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}
