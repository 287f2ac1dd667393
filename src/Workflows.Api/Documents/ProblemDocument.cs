using Workflows.Core.Reports;

namespace Workflows.Api.Documents;

/// <summary>Something that could not be done, or not as asked.</summary>
/// <param name="Severity">An error leaves something out; a warning does not.</param>
/// <param name="Scope">The kind (<c>plural.group</c>) or group; absent where it concerns the whole.</param>
/// <param name="Namespace">The namespace; absent where it concerns none.</param>
/// <param name="Message">One or two sentences for a person.</param>
public sealed record ProblemDocument(ProblemSeverity Severity, string? Scope, string? Namespace, string Message)
{
    public static ProblemDocument Of(Problem problem) =>
        new(problem.Severity, problem.Scope.Length == 0 ? null : problem.Scope, problem.Namespace, problem.Message);
}
