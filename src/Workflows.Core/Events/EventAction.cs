using Workflows.Core.Plans;
using Workflows.Core.Selection;

namespace Workflows.Core.Events;

/// <summary>What a rule does about an event.</summary>
public abstract record EventAction;

/// <summary>Makes a backup by a plan.</summary>
/// <param name="Plan">The backup plan's name.</param>
public sealed record BackupByEvent(string Plan) : EventAction;

/// <summary>Restores by a plan.</summary>
/// <param name="Plan">The restore plan's name.</param>
/// <param name="Backup">Which backup.</param>
public sealed record RestoreByEvent(string Plan, RestoredBackup Backup) : EventAction;

/// <summary>Runs a schedule's plan now, beside what comes due.</summary>
/// <param name="Kind">The kind of the resource that the schedule stands in.</param>
/// <param name="Name">The resource's name.</param>
public sealed record TriggerByEvent(ResourceKind Kind, string Name) : EventAction;

/// <summary>Hands the event to instances that wait for one.</summary>
/// <param name="Instances">Which instances, of those that have not ended.</param>
/// <param name="Event">The name that they wait for.</param>
public sealed record RaiseByEvent(GlobPattern Instances, string Event) : EventAction;

/// <summary>Which backup a rule restores.</summary>
public enum RestoredBackup
{
    /// <summary>The last good one of the restore plan's backup plan.</summary>
    LastGood,

    /// <summary>The one that the event tells of: its manifest's blob, or <c>data.backup</c>.</summary>
    OfEvent,
}
