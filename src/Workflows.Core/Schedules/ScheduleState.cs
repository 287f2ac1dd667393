namespace Workflows.Core.Schedules;

/// <summary>
/// What a schedule must remember. When it is lost, or older than what was done, nothing is started twice: names see
/// to that.
/// </summary>
/// <param name="HandledUpTo">Every time due up to here, and here, was decided about. At first, when the schedule was made.</param>
public sealed record ScheduleState(DateTimeOffset HandledUpTo)
{
    /// <summary>When the runs were due that wait for the end of another, oldest first.</summary>
    public IReadOnlyList<DateTimeOffset> Waiting { get; init; } = [];
}
