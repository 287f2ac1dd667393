using System.Text.Json;
using System.Text.Json.Serialization;
using Workflows.Durable;

namespace Workflows.Engine.History;

/// <summary>
/// One entry of an instance's history, as it stands in the journal and in an exported history. The names on disk are a
/// format: they never change their meaning, and new ones may come.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(InstanceStarted), "started")]
[JsonDerivedType(typeof(TurnStarted), "turn")]
[JsonDerivedType(typeof(ActivityCompleted), "activityCompleted")]
[JsonDerivedType(typeof(ActivityFailed), "activityFailed")]
[JsonDerivedType(typeof(TimerFired), "timerFired")]
[JsonDerivedType(typeof(ChildCompleted), "childCompleted")]
[JsonDerivedType(typeof(ChildFailed), "childFailed")]
[JsonDerivedType(typeof(EventRaised), "eventRaised")]
[JsonDerivedType(typeof(InstanceSuspended), "suspended")]
[JsonDerivedType(typeof(InstanceResumed), "resumed")]
[JsonDerivedType(typeof(InstanceTerminated), "terminated")]
[JsonDerivedType(typeof(ActivityScheduled), "activityScheduled")]
[JsonDerivedType(typeof(TimerCreated), "timerCreated")]
[JsonDerivedType(typeof(ChildScheduled), "childScheduled")]
[JsonDerivedType(typeof(CustomStatusSet), "customStatus")]
[JsonDerivedType(typeof(InstanceEnded), "ended")]
internal abstract record HistoryRecord;

/// <summary>The call of a parent that a child answers: which instance, which run of it, which step of that run.</summary>
internal sealed record ParentLink(string InstanceId, Guid ExecutionId, int TaskId);

/// <summary>The first record of every journal.</summary>
/// <param name="EngineVersion">The behaviour of the engine that wrote it, see <see cref="EngineBehaviour"/>.</param>
/// <param name="InstanceId">The instance's id.</param>
/// <param name="ExecutionId">Tells this run from every other under the same id.</param>
/// <param name="Generation">How often the instance was continued as new before.</param>
/// <param name="Orchestrator">The orchestrator's registered name.</param>
/// <param name="Version">Its version, kept to the end.</param>
/// <param name="CreatedAt">When the first generation was started.</param>
/// <param name="StartedAt">When this one was.</param>
internal sealed record InstanceStarted(
    int EngineVersion,
    string InstanceId,
    Guid ExecutionId,
    int Generation,
    string Orchestrator,
    int Version,
    DateTimeOffset CreatedAt,
    DateTimeOffset StartedAt) : HistoryRecord
{
    public JsonElement? Input { get; init; }

    /// <summary>What the generation before last said of itself.</summary>
    public JsonElement? CustomStatus { get; init; }

    public ParentLink? Parent { get; init; }

    /// <summary>Events that the generation before had not consumed, in the order of their arrival.</summary>
    public IReadOnlyList<EventRaised>? CarriedEvents { get; init; }
}

/// <summary>The orchestrator ran at this time, over the events that follow, and asked for the steps that follow them.</summary>
internal sealed record TurnStarted(DateTimeOffset Time) : HistoryRecord;

/// <summary>The answer to a step.</summary>
internal abstract record TaskAnswered(int TaskId) : HistoryRecord;

internal sealed record ActivityCompleted(int TaskId, JsonElement? Result) : TaskAnswered(TaskId);

internal sealed record ActivityFailed(int TaskId, FailureDetails Failure) : TaskAnswered(TaskId);

internal sealed record TimerFired(int TaskId) : TaskAnswered(TaskId);

internal sealed record ChildCompleted(int TaskId, JsonElement? Result) : TaskAnswered(TaskId);

internal sealed record ChildFailed(int TaskId, FailureDetails Failure) : TaskAnswered(TaskId);

internal sealed record EventRaised(string Name, JsonElement? Payload) : HistoryRecord;

internal sealed record InstanceSuspended(string? Reason) : HistoryRecord;

internal sealed record InstanceResumed(string? Reason) : HistoryRecord;

internal sealed record InstanceTerminated(string? Reason) : HistoryRecord;

/// <summary>What the orchestrator asked for, numbered in the order of asking.</summary>
internal abstract record StepRecord(int TaskId) : HistoryRecord
{
    /// <summary>The step in a person's words.</summary>
    public abstract string Describe();

    /// <summary>Whether the other is the same step, as far as it can be told without comparing inputs.</summary>
    public abstract bool IsSameStep(StepRecord other);
}

internal sealed record ActivityScheduled(int TaskId, string Name, JsonElement? Input) : StepRecord(TaskId)
{
    public override string Describe() => $"activity '{Name}'";

    public override bool IsSameStep(StepRecord other) => other is ActivityScheduled activity && activity.Name == Name;
}

internal sealed record TimerCreated(int TaskId, DateTimeOffset FireAt) : StepRecord(TaskId)
{
    public override string Describe() => $"a timer until {FireAt:O}";

    public override bool IsSameStep(StepRecord other) => other is TimerCreated;
}

internal sealed record ChildScheduled(int TaskId, string Name, string InstanceId, JsonElement? Input)
    : StepRecord(TaskId)
{
    public override string Describe() => $"sub-orchestration '{Name}' as '{InstanceId}'";

    public override bool IsSameStep(StepRecord other) =>
        other is ChildScheduled child && child.Name == Name && child.InstanceId == InstanceId;
}

internal sealed record CustomStatusSet(JsonElement? Status) : HistoryRecord;

/// <summary>The last record of an ended instance.</summary>
internal sealed record InstanceEnded(OrchestrationStatus Status, DateTimeOffset Time) : HistoryRecord
{
    public JsonElement? Output { get; init; }

    public FailureDetails? Failure { get; init; }
}
