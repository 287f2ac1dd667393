using Workflows.Core.Errors;

namespace Workflows.Core.Selection;

/// <summary>A selection that can't be understood: a bad pattern, a bad selector, two words that contradict.</summary>
/// <param name="problems">Every problem found, a sentence each; at least one.</param>
public sealed class SelectionException(IReadOnlyList<string> problems)
    : WorkflowsException(ErrorKind.Usage, string.Join(" ", problems))
{
    public IReadOnlyList<string> Problems { get; } = problems;
}
