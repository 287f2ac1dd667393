using System.Text.Json;
using System.Text.Json.Nodes;
using Workflows.Activities.Plans;
using Workflows.Archive.Catalog;
using Workflows.Core.Errors;
using Workflows.Core.Plans;

namespace Workflows.Activities.Schedules;

/// <summary>Declared schedules one by one, whichever resources they stand in.</summary>
/// <param name="catalog">What is declared.</param>
public sealed class DeclaredSchedules(IResourceCatalog catalog)
{
    private const string Paused = "paused";

    /// <summary>The resources of a name that have a schedule: a Schedule, a BackupPlan with one of its own, or both.</summary>
    /// <param name="kind">Which of the two is meant; null for either.</param>
    /// <param name="name">The name.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<IReadOnlyList<StoredResource>> FindAsync(ResourceKind? kind, string name, CancellationToken cancellationToken)
    {
        var found = new List<StoredResource>();
        foreach (var possible in kind is null ? [ResourceKind.Schedule, ResourceKind.BackupPlan] : new[] { kind })
        {
            if (await catalog.FindAsync(possible, name, cancellationToken) is { } resource
                && resource.Resource is ScheduleResource or BackupPlanResource { Schedule: not null })
            {
                found.Add(resource);
            }
        }

        return found;
    }

    /// <summary>The plan that a schedule runs.</summary>
    public static string PlanOf(StoredResource schedule)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        return schedule.Resource is ScheduleResource beside ? beside.BackupPlan : schedule.Name;
    }

    /// <summary>Pauses a schedule, or ends its pause.</summary>
    /// <param name="seen">The resource that it stands in.</param>
    /// <param name="pause">Whether nothing is to be started.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>What that changes.</returns>
    /// <exception cref="PlanRefusedException">The plan may not be changed any more.</exception>
    /// <exception cref="WorkflowsException">Somebody else changed it meanwhile.</exception>
    public async Task<ResourceChange> SetPausedAsync(StoredResource seen, bool pause, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(seen);
        var document = seen.Document();
        var spec = (JsonObject)(seen.Kind == ResourceKind.BackupPlan ? document["spec"]!["schedule"]! : document["spec"]!);
        spec.Remove(Paused);
        if (pause)
        {
            spec[Paused] = true;
        }

        var change = new ResourceChange(PlanReader.ReadKept(JsonSerializer.SerializeToElement(document), seen.Title), seen);
        if (change.Action is not ResourceAction.Unchanged)
        {
            if (PlanChanges.ProblemsOf(seen.Resource, change.Declared.Resource).FirstOrDefault() is { Text: { } problem })
            {
                throw new PlanRefusedException(ErrorKind.Conflict, problem);
            }

            await catalog.ReplaceAsync(seen, change.Declared, cancellationToken);
        }

        return change;
    }
}
