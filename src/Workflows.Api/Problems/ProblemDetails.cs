namespace Workflows.Api.Problems;

/// <summary>What went wrong, as RFC 9457 has it (<c>application/problem+json</c>).</summary>
/// <param name="Type">What kind of problem it is: <c>urn:workflows:problem:</c> and the kind in lower case.</param>
/// <param name="Title">The same in words; the same for all problems of a type.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Kind">
/// The kind, as the command line calls it: <c>Usage</c>, <c>NotFound</c>, <c>Conflict</c>, <c>Denied</c>, <c>Unavailable</c>,
/// <c>Damaged</c>, <c>Failed</c>, <c>Defect</c>.
/// </param>
/// <param name="Detail">One or two sentences: what was tried, on what, and what to do.</param>
public sealed record ProblemDetails(string Type, string Title, int Status, string Kind, string Detail)
{
    public const string ContentType = "application/problem+json";

    /// <summary>What is wrong with which field of the request; absent where it is not a field.</summary>
    public IReadOnlyList<FieldProblem>? Errors { get; init; }
}

/// <summary>What is wrong with a field of a request.</summary>
/// <param name="Field">The field, as in <c>selection.includedNamespaces</c>; empty for the whole body.</param>
/// <param name="Detail">What, as a sentence.</param>
public sealed record FieldProblem(string Field, string Detail);
