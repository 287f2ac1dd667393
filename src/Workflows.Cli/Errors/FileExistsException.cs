using Workflows.Core.Errors;

namespace Workflows.Cli.Errors;

/// <summary>A file that a command was to create is there already.</summary>
internal sealed class FileExistsException(string path) : WorkflowsException(
    ErrorKind.Conflict, $"'{path}' exists; name another file, or replace it with --force.");
