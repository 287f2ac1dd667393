namespace Workflows.Core.Selection;

/// <summary>How a requirement compares a label, as in Kubernetes' own selectors.</summary>
public enum LabelOperator
{
    /// <summary>The label is there with the one value (<c>=</c>, <c>==</c>).</summary>
    Is,

    /// <summary>The label is absent or has another value (<c>!=</c>).</summary>
    IsNot,

    /// <summary>The label is there with one of the values.</summary>
    In,

    /// <summary>The label is absent or has none of the values.</summary>
    NotIn,

    /// <summary>The label is there.</summary>
    Exists,

    /// <summary>The label is absent.</summary>
    DoesNotExist,

    /// <summary>The label is there, and is a larger whole number.</summary>
    GreaterThan,

    /// <summary>The label is there, and is a smaller whole number.</summary>
    LessThan,
}
