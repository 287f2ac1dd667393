using Workflows.Core.Errors;

namespace Workflows.Archive.Encryption.Errors;

/// <summary>A key file that can't be used as it is; the message never quotes its content.</summary>
public sealed class KeyFileException(ErrorKind kind, string path, string problem, Exception? innerException = null)
    : WorkflowsException(kind, $"The key file '{path}' {problem}", innerException)
{
    public string Path { get; } = path;
}
