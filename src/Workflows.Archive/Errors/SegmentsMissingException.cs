using Workflows.Core.Errors;

namespace Workflows.Archive.Errors;

/// <summary>What some parts had staged is gone: those parts must be captured again before the backup can be committed.</summary>
public sealed class SegmentsMissingException(string backup, IReadOnlyList<int> parts, Exception innerException)
    : WorkflowsException(
        ErrorKind.Failed,
        $"Backup \"{backup}\" can't be committed: what {parts.Count} of its parts had staged is no longer in the store " +
        $"(parts {string.Join(", ", parts.Take(20))}{(parts.Count > 20 ? ", …" : "")}). Capture them again.",
        innerException)
{
    /// <summary>The numbers of the parts, ascending.</summary>
    public IReadOnlyList<int> Parts { get; } = parts;
}
