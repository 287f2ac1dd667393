namespace Workflows.Core.Schedules;

/// <summary>A run to start.</summary>
/// <param name="Name">The name of its backup and of its orchestration's instance; see <see cref="RunName"/>.</param>
/// <param name="Due">When it was due.</param>
public sealed record PlannedRun(string Name, DateTimeOffset Due);
