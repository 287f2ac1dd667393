using Workflows.Durable;

namespace Workflows.Engine.Running;

/// <summary>Whether an instance is one that a query asks for.</summary>
internal static class StateFilter
{
    /// <summary>By what is in memory, so that the states of others need not be read.</summary>
    public static bool MayMatch(OrchestrationQuery query, InstanceEntry entry) =>
        MatchesHead(query, entry.Id, entry.Orchestrator, entry.Parent is not null)
        && (entry.Ended is not { } ended || MatchesStatus(query, ended));

    public static bool Matches(OrchestrationQuery query, OrchestrationState state) =>
        MatchesHead(query, state.InstanceId, state.Orchestrator, state.ParentInstanceId is not null)
        && MatchesStatus(query, state.Status);

    private static bool MatchesHead(OrchestrationQuery query, string id, string orchestrator, bool isChild) =>
        (query.InstanceIdPrefix is null || id.StartsWith(query.InstanceIdPrefix, StringComparison.Ordinal))
        && (query.Orchestrator is null || query.Orchestrator == orchestrator)
        && (query.IncludeChildren || !isChild);

    private static bool MatchesStatus(OrchestrationQuery query, OrchestrationStatus status) =>
        query.Statuses is not { Count: > 0 } statuses || statuses.Contains(status);
}
