using Workflows.Engine.History;

namespace Workflows.Engine.Replay;

/// <summary>A step without its answer.</summary>
internal sealed class PendingTask(StepRecord step, IDurableTask task)
{
    public StepRecord Step { get; } = step;

    public IDurableTask Task { get; } = task;

    /// <summary>Whether the answer has come, though a suspended instance has not taken it yet.</summary>
    public bool IsAnswered { get; set; }
}
