using Workflows.Engine.History;

namespace Workflows.Engine.Running;

internal sealed record ActivityCall(Instance Instance, Guid ExecutionId, ActivityScheduled Step);
