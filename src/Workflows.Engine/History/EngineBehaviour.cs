namespace Workflows.Engine.History;

/// <summary>
/// Numbers for how the engine turns a history into calls. A change that would make a recorded history replay
/// differently takes the next number; numbers are never used again, and a journal keeps the one it began with.
/// </summary>
internal static class EngineBehaviour
{
    /// <summary>The first: events are delivered one by one, each followed until the orchestrator waits again.</summary>
    public const int First = 1;

    public const int Current = First;
}
