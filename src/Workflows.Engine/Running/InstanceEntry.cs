using Workflows.Core.Errors;
using Workflows.Durable;
using Workflows.Engine.History;

namespace Workflows.Engine.Running;

/// <summary>
/// What is kept in memory of an instance. Of an ended one only this: its state is read from the disk when it is asked
/// for.
/// </summary>
internal sealed record InstanceEntry(string Id, string Orchestrator)
{
    public ParentLink? Parent { get; init; }

    /// <summary>The instance while it runs, and until its end is noted here.</summary>
    public Instance? Live { get; init; }

    /// <summary>How it ended; null while it is <see cref="Live"/>.</summary>
    public OrchestrationStatus? Ended { get; init; }

    /// <summary>How it is shown when its journal is damaged.</summary>
    public OrchestrationState? DamagedState { get; init; }

    /// <summary>The damaged journal, whose name need not follow from the id that could be told from it.</summary>
    public string? DamagedPath { get; init; }

    /// <summary>Why an instance that has not ended is not run.</summary>
    public WorkflowsException? Stuck { get; init; }

    /// <summary>Whether it is being removed, or begun again under its id.</summary>
    public bool IsLeaving { get; init; }
}
