using Workflows.Core.Events;
using Workflows.Core.Selection;

namespace Workflows.Core.Plans.Reading;

/// <summary>How a rule for events is written.</summary>
internal static class EventRuleFields
{
    private const int LongestEvent = 256;

    /// <summary>A plan's own schedule, as <c>schedule trigger</c> names it.</summary>
    private static readonly string OwnSchedule = $"{ResourceKind.BackupPlan.Singular}/";

    private static readonly string[] Actions = ["startBackup", "startRestore", "triggerSchedule", "raiseEvent"];

    public static EventRuleResource Read(FieldReader fields)
    {
        EventRuleResource rule = new()
        {
            Name = "",
            Description = fields.Text("description", "What it is for."),
            Paused = fields.Flag("paused", "Whether nothing is done. What happens meanwhile is not made up for.") ?? false,
            Match = fields.RequiredSection("match", "Which events it is about: all that is given here must match.", ReadMatch) ?? Nothing(),
            Action = null,
        };

        // Each is read, whether another is there or not: that is what describes it.
        EventAction?[] found =
        [
            fields.Section(Actions[0], "Makes a backup.", ReadBackup),
            fields.Section(Actions[1], "Restores a backup.", ReadRestore),
            fields.Section(Actions[2], "Runs a schedule's plan now, beside what comes due.", ReadTrigger),
            fields.Section(Actions[3], "Hands the event to instances that have not ended.", ReadRaise),
        ];
        if (Actions.Count(fields.Has) != 1)
        {
            fields.Report(null, [$"A rule has one of {string.Join(", ", Actions)}."]);
        }

        return rule with { Action = Array.Find(found, action => action is not null) };
    }

    private static EventMatch Nothing() => new([], [], [], new Dictionary<string, string>(StringComparer.Ordinal));

    private static EventMatch ReadMatch(FieldReader fields)
    {
        fields.Require("types");
        var types = fields.Texts("types", "Patterns of types, such as Microsoft.Storage.BlobCreated; one must match.");
        var sources = fields.Texts("sources", "Patterns of sources (Event Grid: topics). Default: any source.");
        var subjects = fields.Texts("subjects", "Patterns of subjects. Default: any subject.");
        var data = fields.Map("data", "From fields of the event's data, such as cluster.name, to patterns of their values; all must match.");
        if (fields.Has("types") && types.Count == 0)
        {
            fields.Report("types", ["At least one pattern is needed here; '*' is any type."]);
        }

        var problems = Problems(fields, "types", types) | Problems(fields, "sources", sources) | Problems(fields, "subjects", subjects)
            | Problems(fields, "data", data.Values);
        return problems ? Nothing() : new EventMatch(types, sources, subjects, data);
    }

    /// <summary>Whether any of some patterns is none; a text that is missing was told of.</summary>
    private static bool Problems(FieldReader fields, string name, IEnumerable<string> patterns)
    {
        string[] problems = [.. patterns.Select(text => GlobPattern.TryParse(text, out _, out var problem) ? null : problem).OfType<string>()];
        fields.Report(name, problems);
        return problems.Length > 0;
    }

    private static BackupByEvent ReadBackup(FieldReader fields) => new(fields.RequiredText("plan", "The name of the BackupPlan."));

    private static RestoreByEvent ReadRestore(FieldReader fields) => new(
        fields.RequiredText("plan", "The name of the RestorePlan."),
        fields.Choice<RestoredBackup>(
            "backup",
            "Which backup: lastGood of the plan, or ofEvent, whose manifest's blob or data.backup the event names. Default: lastGood.") ?? default);

    private static TriggerByEvent ReadTrigger(FieldReader fields)
    {
        var schedule = fields.RequiredText("schedule", "The name of the Schedule; backupplan/NAME is a BackupPlan's own.");
        return schedule.StartsWith(OwnSchedule, StringComparison.Ordinal)
            ? new(ResourceKind.BackupPlan, schedule[OwnSchedule.Length..])
            : new(ResourceKind.Schedule, schedule);
    }

    private static RaiseByEvent? ReadRaise(FieldReader fields)
    {
        var instances = fields.RequiredText("instances", "A pattern of the ids of instances.");
        var name = fields.RequiredText("event", "The name of the event that they wait for.");
        if (name.Length > LongestEvent)
        {
            fields.Report("event", [$"At most {LongestEvent} characters are taken here."]);
        }

        var isPattern = GlobPattern.TryParse(instances, out var pattern, out var problem);
        fields.Report("instances", isPattern || instances.Length == 0 ? [] : [problem!]);
        return pattern is null ? null : new(pattern, name);
    }
}
