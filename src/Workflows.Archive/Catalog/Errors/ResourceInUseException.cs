using Workflows.Core.Errors;
using Workflows.Core.Plans;

namespace Workflows.Archive.Catalog.Errors;

/// <summary>A resource can't be deleted while others need it.</summary>
public sealed class ResourceInUseException(ResourceKind kind, string name, string why)
    : WorkflowsException(ErrorKind.Conflict, $"{kind} \"{name}\" was not deleted: {why}");
