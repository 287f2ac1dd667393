using Workflows.Core.Errors;

namespace Workflows.Engine;

/// <summary>An instance that is kept but not run.</summary>
/// <param name="InstanceId">Its id.</param>
/// <param name="Reason">Why, and what to do.</param>
public sealed record StuckInstance(string InstanceId, WorkflowsException Reason);
