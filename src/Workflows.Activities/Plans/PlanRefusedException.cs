using Workflows.Core.Errors;

namespace Workflows.Activities.Plans;

/// <summary>A plan, or what a request or a command asks for, that can't be run as it stands. Nothing was begun.</summary>
/// <param name="kind">What it means.</param>
/// <param name="message">Why not, and what to do.</param>
public sealed class PlanRefusedException(ErrorKind kind, string message) : WorkflowsException(kind, message);
