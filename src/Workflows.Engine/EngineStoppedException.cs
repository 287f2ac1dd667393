using Workflows.Core.Errors;

namespace Workflows.Engine;

/// <summary>The engine has been stopped. What was under way continues with the next start.</summary>
public sealed class EngineStoppedException()
    : WorkflowsException(ErrorKind.Unavailable, "The engine has been stopped; its instances continue when it is started again.");
