using Workflows.Core.Errors;

namespace Workflows.Volumes.Errors;

/// <summary>A file has more chunks than a line of a tree may list.</summary>
/// <param name="path">The file.</param>
/// <param name="limit">How many chunks it may have.</param>
public sealed class FileTooLargeException(string path, int limit)
    : WorkflowsException(
        ErrorKind.Failed,
        $"'{path}' would be more than {limit} chunks (a mebibyte each, or so), which this format does not take.");
