using Workflows.Core.Errors;

namespace Workflows.Core.Plans;

/// <summary>A file of plans that can't be understood. Nothing of it was taken.</summary>
/// <param name="source">What the file is called.</param>
/// <param name="problems">Every problem found, in the order of lines; at least one.</param>
public sealed class PlanException(string source, IReadOnlyList<PlanProblem> problems)
    : WorkflowsException(ErrorKind.Usage, string.Join('\n', problems.Select(problem => $"{problem.Source ?? source}, {problem}")))
{
    /// <summary>Each with the text that it is in.</summary>
    public IReadOnlyList<PlanProblem> Problems { get; } = [.. problems.Select(problem => problem with { Source = problem.Source ?? source })];
}
