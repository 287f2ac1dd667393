using System.Runtime.InteropServices;
using System.Text.Json;
using Workflows.Engine.History;

namespace Workflows.Engine.Replay;

/// <summary>What the run and the context that it hands to the code share.</summary>
internal sealed class ExecutionContextState(InstanceStarted started)
{
    private List<int> withdrawnTimers = [];
    private JsonElement? customStatus;
    private bool customStatusChanged;

    public InstanceStarted Started { get; } = started;

    public TurnLoop Loop { get; } = new();

    public StepLog Steps { get; } = new();

    public EventMailbox Mailbox { get; } = new();

    public Dictionary<int, PendingTask> Pending { get; } = [];

    public DateTimeOffset Now { get; set; } = started.StartedAt;

    public (JsonElement? Input, bool PreserveEvents)? ContinueAsNew { get; set; }

    public NonDeterministicOrchestrationException? Mismatch { get; private set; }

    /// <summary>The custom status as the history last had it.</summary>
    public JsonElement? RecordedCustomStatus { get; set; } = started.CustomStatus;

    public bool Knows(int taskId) => taskId < Steps.NextTaskId;

    public string Describe() => $"'{Started.Orchestrator}' version {Started.Version}";

    public void NoteMismatch(int step, string inHistory, string asked) =>
        Mismatch ??= new NonDeterministicOrchestrationException(
            Describe(), Started.InstanceId, step, inHistory, asked);

    public void SetCustomStatus(JsonElement? status)
    {
        customStatus = status;
        customStatusChanged = true;
    }

    public CustomStatusSet? TakeCustomStatus()
    {
        if (!customStatusChanged)
        {
            return null;
        }

        customStatusChanged = false;
        if (RawEquals(customStatus, RecordedCustomStatus))
        {
            return null;
        }

        RecordedCustomStatus = customStatus;
        return new CustomStatusSet(customStatus);
    }

    public void WithdrawTimer(int taskId)
    {
        Pending.Remove(taskId);
        withdrawnTimers.Add(taskId);
    }

    public IReadOnlyList<int> TakeWithdrawnTimers()
    {
        if (withdrawnTimers.Count == 0)
        {
            return [];
        }

        var taken = withdrawnTimers;
        withdrawnTimers = [];
        return taken;
    }

    private static bool RawEquals(JsonElement? first, JsonElement? second) =>
        first is { } a && second is { } b
            ? JsonMarshal.GetRawUtf8Value(a).SequenceEqual(JsonMarshal.GetRawUtf8Value(b))
            : first.HasValue == second.HasValue;
}
