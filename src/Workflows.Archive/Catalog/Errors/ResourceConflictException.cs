using Workflows.Core.Errors;
using Workflows.Core.Plans;

namespace Workflows.Archive.Catalog.Errors;

/// <summary>A resource is no longer what it was when it was read: somebody else wrote first. Nothing of it was changed.</summary>
public sealed class ResourceConflictException(Uri store, ResourceKind kind, string name, Exception? inner = null)
    : WorkflowsException(
        ErrorKind.Conflict,
        $"{kind} \"{name}\" in {store} was changed by somebody else since it was read here. Look at what it says now, and do it again.",
        inner);
