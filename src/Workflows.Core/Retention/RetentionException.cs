using Workflows.Core.Errors;

namespace Workflows.Core.Retention;

/// <summary>A retention policy that contradicts itself or may not be changed so.</summary>
/// <param name="problems">Every problem found, a sentence each; at least one.</param>
public sealed class RetentionException(IReadOnlyList<string> problems)
    : WorkflowsException(ErrorKind.Usage, string.Join(" ", problems))
{
    public IReadOnlyList<string> Problems { get; } = problems;
}
