namespace Workflows.Core.Schedules;

/// <summary>Runs that came due and are not started, and won't be.</summary>
/// <param name="Count">How many.</param>
/// <param name="First">When the first was due.</param>
/// <param name="Last">When the last was due.</param>
/// <param name="Reason">Why, as the end of a sentence that begins with them.</param>
public sealed record SkippedRuns(int Count, DateTimeOffset First, DateTimeOffset Last, string Reason);
