using Workflows.Durable;

namespace Workflows.Engine.History;

/// <summary>What a query shows of an instance, computed from its records one after the other.</summary>
internal sealed class StateProjection
{
    private bool suspended;

    public OrchestrationState? State { get; private set; }

    public InstanceStarted? Started { get; private set; }

    public void Apply(HistoryRecord record)
    {
        switch (record)
        {
            case InstanceStarted started:
                Start(started);
                break;
            case TurnStarted turn:
                State = State! with { LastUpdatedAt = turn.Time, Status = Running() };
                break;
            case InstanceSuspended:
                suspended = true;
                State = State! with { Status = Running() };
                break;
            case InstanceResumed:
                suspended = false;
                State = State! with { Status = Running() };
                break;
            case CustomStatusSet custom:
                State = State! with { CustomStatus = custom.Status };
                break;
            case InstanceEnded ended:
                State = State! with
                {
                    Status = ended.Status,
                    LastUpdatedAt = ended.Time,
                    Output = ended.Output,
                    Failure = ended.Failure,
                };
                break;
        }
    }

    private OrchestrationStatus Running() =>
        suspended ? OrchestrationStatus.Suspended : OrchestrationStatus.Running;

    private void Start(InstanceStarted started)
    {
        var status = started.Generation == 0 ? OrchestrationStatus.Pending : OrchestrationStatus.Running;
        Started = started;
        State = new OrchestrationState(
            started.InstanceId,
            started.Orchestrator,
            started.Version,
            status,
            started.CreatedAt,
            started.StartedAt)
        {
            ParentInstanceId = started.Parent?.InstanceId,
            Input = started.Input,
            CustomStatus = started.CustomStatus,
        };
    }
}
