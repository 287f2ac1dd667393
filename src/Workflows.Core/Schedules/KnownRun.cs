namespace Workflows.Core.Schedules;

/// <summary>A run of a schedule that was started.</summary>
/// <param name="Name">Its name, as <see cref="RunName"/> makes it.</param>
/// <param name="IsRunning">Whether it has not ended yet.</param>
public sealed record KnownRun(string Name, bool IsRunning);
