using Workflows.Core.Errors;
using Workflows.Core.Plans;

namespace Workflows.Archive.Catalog.Errors;

/// <summary>There is no such resource.</summary>
public sealed class ResourceNotFoundException(Uri store, ResourceKind kind, string name)
    : WorkflowsException(
        ErrorKind.NotFound,
        $"There is no {kind} \"{name}\" in {store}. 'workflows get {kind.Plural}' lists what there is.");
