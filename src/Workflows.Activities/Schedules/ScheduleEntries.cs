using Workflows.Archive.Catalog;
using Workflows.Core.Plans;

namespace Workflows.Activities.Schedules;

/// <summary>The schedules that a catalog declares.</summary>
/// <param name="All">Those of plans that are not deactivated: the plans' own first, each kind by name.</param>
/// <param name="Problems">What of the catalog can't be used, each with the resource: it may declare others.</param>
public sealed record ScheduleEntries(IReadOnlyList<ScheduleEntry> All, IReadOnlyList<(string Title, string Problem)> Problems)
{
    public static async Task<ScheduleEntries> ReadAsync(IResourceCatalog catalog, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        var entries = new List<ScheduleEntry>();
        var problems = new List<(string, string)>();
        var plans = new Dictionary<string, BackupPlanResource>(StringComparer.Ordinal);
        await foreach (var listed in Readable(catalog, ResourceKind.BackupPlan, problems, cancellationToken))
        {
            var plan = (BackupPlanResource)listed.Resource;
            plans.Add(plan.Name, plan);
            if (plan is { Schedule: { } own, Deactivated: false })
            {
                entries.Add(new ScheduleEntry(listed, plan, own));
            }
        }

        await foreach (var listed in Readable(catalog, ResourceKind.Schedule, problems, cancellationToken))
        {
            var schedule = (ScheduleResource)listed.Resource;
            if (!plans.TryGetValue(schedule.BackupPlan, out var plan))
            {
                problems.Add((listed.Title, $"There is no BackupPlan \"{schedule.BackupPlan}\" that it could run."));
            }
            else if (!plan.Deactivated)
            {
                entries.Add(new ScheduleEntry(listed, plan, schedule.Schedule));
            }
        }

        return new ScheduleEntries(entries, problems);
    }

    private static IAsyncEnumerable<StoredResource> Readable(
        IResourceCatalog catalog, ResourceKind kind, List<(string, string)> problems, CancellationToken cancellationToken) =>
        catalog.ListAsync(kind, cancellationToken)
            .Where(listed =>
            {
                if (listed.Problem is { } problem)
                {
                    problems.Add(($"{kind.Singular}/{listed.Name}", problem.Message));
                }

                return listed.Resource is not null;
            })
            .Select(listed => listed.Resource!);
}
