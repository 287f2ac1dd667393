namespace Workflows.Core.Schedules.Rpo;

/// <summary>When the next backup of a plan with a target is due.</summary>
/// <param name="Due">When; the run is named for it. The same for the same history, whenever that is asked.</param>
/// <param name="Deadline">When it must be done for the target to hold; null when there is no good backup yet.</param>
/// <param name="KeepsTarget">Whether it can be done by then.</param>
/// <param name="Reason">Why then, in words.</param>
public sealed record RpoStart(DateTimeOffset Due, DateTimeOffset? Deadline, bool KeepsTarget, string Reason);
