using Workflows.Core.Volumes;

namespace Workflows.Core.Restores;

/// <summary>How far a restore is: the custom status of its orchestration and of each wave.</summary>
/// <param name="Step">What is being done: <c>Planning</c>, <c>Restoring</c>, <c>Hooks</c>, <c>Comparing</c>, <c>Reporting</c>.</param>
/// <param name="Wave">The wave under way; empty outside waves.</param>
/// <param name="Objects">How many objects the plan holds; 0 while unknown.</param>
/// <param name="Done">How many of them have an outcome.</param>
/// <param name="Failed">How many of those failed.</param>
public sealed record RestoreProgress(string Step, string Wave, int Objects, int Done, int Failed)
{
    /// <summary>How far the data of claims is; null where none is restored now.</summary>
    public VolumesProgress? Volumes { get; init; }
}
