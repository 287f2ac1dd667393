using Workflows.Durable;
using Workflows.Engine.State;

namespace Workflows.Cli.Running;

/// <summary>A run whose folder is there.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="InstanceId">Its id.</param>
/// <param name="Path">Its folder.</param>
internal sealed record FoundRun(RunKind Kind, string InstanceId, string Path)
{
    /// <summary>Whether a process works on it now.</summary>
    public bool IsHeld { get; init; }

    /// <summary>Which process, where the lock says.</summary>
    public StateHolder? Holder { get; init; }

    /// <summary>
    /// How the journal left it; null while it is held, or when the journal holds nothing yet. One without an input is
    /// damaged, and its failure says how.
    /// </summary>
    public OrchestrationState? State { get; init; }

    /// <summary>Why the journal can't be read; null where it can.</summary>
    public Core.Errors.WorkflowsException? Failure { get; init; }

    /// <summary>Whether there is something to go on with: a result to print, or work to do.</summary>
    public bool IsInterrupted => !IsHeld && (State is not null || Failure is not null);
}
