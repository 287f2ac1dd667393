using Workflows.Core.Errors;
using Workflows.Core.Resources;

namespace Workflows.Archive.Errors;

/// <summary>An object larger than any archive takes.</summary>
public sealed class ObjectTooLargeException(ObjectKey key, long bytes, long limit)
    : WorkflowsException(ErrorKind.Failed, $"The object \"{key}\" has {bytes} bytes; an archive takes up to {limit}.")
{
    public ObjectKey Key { get; } = key;
}
