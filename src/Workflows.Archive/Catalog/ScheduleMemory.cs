using Workflows.Core.Schedules;

namespace Workflows.Archive.Catalog;

/// <summary>What a schedule remembers in a store.</summary>
/// <param name="Uid">The resource that the schedule stands in: another of the same name remembers nothing of it.</param>
/// <param name="Rule">When runs are due, and whether there is a pause: a schedule that was changed begins anew.</param>
/// <param name="State">What its policy left to be remembered.</param>
public sealed record ScheduleMemory(Guid Uid, string Rule, ScheduleState State)
{
    /// <summary>Since when its target is missed; null while it is kept, or where there is none.</summary>
    public DateTimeOffset? MissedSince { get; init; }
}

/// <summary>What was found of what a schedule remembers.</summary>
/// <param name="Memory">What it remembers; null for nothing that can be used.</param>
public sealed record SeenMemory(ScheduleMemory? Memory)
{
    /// <summary>The file that was found; null for none.</summary>
    internal string? ETag { get; init; }
}
