using Workflows.Core.Errors;

namespace Workflows.Archive.Stores.Errors;

/// <summary>A store could not do what it was asked for.</summary>
public class StoreException(ErrorKind kind, string message, Exception? innerException = null)
    : WorkflowsException(kind, message, innerException);
