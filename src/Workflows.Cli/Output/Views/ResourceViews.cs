using System.Globalization;
using Workflows.Archive.Catalog;
using Workflows.Cli.Output.Documents;
using Workflows.Cli.Output.Text;
using Workflows.Core.Clusters;
using Workflows.Core.Events;
using Workflows.Core.Plans;
using Workflows.Core.Retention;

namespace Workflows.Cli.Output.Views;

/// <summary>Declared resources for people.</summary>
internal static class ResourceViews
{
    public static void Write(TextOutput output, AppliedDocument document)
    {
        foreach (var resource in document.Resources)
        {
            output.Line($"{Title(resource.Kind, resource.Name)} {Word(resource.Action)}{(document.DryRun ? " (dry run)" : "")}");
        }
    }

    public static void Write(TextOutput output, DiffDocument document)
    {
        if (!document.Different)
        {
            output.Line("Nothing differs.");
        }

        foreach (var resource in document.Resources)
        {
            output.Line($"{Title(resource.Kind, resource.Name)}: would be {Word(resource.Action)}", Tone.Strong);
            foreach (var field in resource.Fields)
            {
                WriteSide(output, "-", field.Field, field.Before, Tone.Bad);
                WriteSide(output, "+", field.Field, field.After, Tone.Good);
            }
        }
    }

    public static void Write(TextOutput output, ResourceDescriptionDocument document)
    {
        output.Field("Name", document.Name);
        output.Field("Kind", document.Kind);
        output.Field("Uid", document.Uid.ToString());
        output.Field("Generation", document.Generation.ToString(CultureInfo.InvariantCulture));
        output.Field("Created", Humanize.Moment(document.CreatedAt));
        output.Field("Updated", Humanize.Moment(document.UpdatedAt));
        output.Field("Used by", document.UsedBy.Count == 0 ? "nothing" : string.Join(", ", document.UsedBy));
        output.Heading("Declared");
        using var yaml = new StringWriter();
        YamlWriter.Write(yaml, document.Resource);
        foreach (var line in yaml.ToString().TrimEnd('\n').Split('\n'))
        {
            output.Line(line.TrimEnd('\r'));
        }
    }

    public static void WriteList(
        TextOutput output, ResourceKind kind, IReadOnlyList<StoredResource> resources, ResourceListDocument document)
    {
        if (resources.Count > 0)
        {
            WriteTable(output, kind, resources);
        }
        else if (document.Unreadable is null)
        {
            output.Line($"There are no {kind.Plural} in {document.Store}.");
        }

        foreach (var unreadable in document.Unreadable ?? [])
        {
            output.Line(unreadable.Message, Tone.Bad);
        }
    }

    public static void WriteTable(TextOutput output, ResourceKind kind, IReadOnlyList<StoredResource> resources)
    {
        string[] titles = kind.Name switch
        {
            "Cluster" => ["KUBECONFIG", "CONTEXT"],
            "BackupPlan" => ["CLUSTER", "SCHEDULE", "RETENTION"],
            "RestorePlan" => ["BACKUPPLAN", "CLUSTER"],
            "EventRule" => ["EVENTS", "DOES"],
            _ => ["BACKUPPLAN", "SCHEDULE"],
        };
        var table = new TextTable(
            [new("NAME"), .. titles.Select(title => new TextTable.Column(title)), new("UPDATED")]);
        foreach (var resource in resources)
        {
            table.Add(
                [resource.Name, .. Values(resource.Resource).Select(Cells.OrDash), Cells.Moment(resource.UpdatedAt)]);
        }

        output.Table(table);
    }

    /// <summary>When something is due, in a cell.</summary>
    public static string? Rhythm(ScheduleSpec? schedule)
    {
        var when = schedule switch
        {
            null => null,
            { Cron: { } cron } => cron.TimeZone.Id == "UTC" ? cron.Expression : $"{cron.Expression} ({cron.TimeZone.Id})",
            { Rpo: { } rpo } => $"rpo {Humanize.Duration(TimeSpan.FromMinutes(rpo.Minutes))}",
            _ => null,
        };
        return schedule is { Policy.Paused: true } ? $"{when} (paused)" : when;
    }

    private static IEnumerable<string?> Values(PlanResource resource) => resource switch
    {
        ClusterResource cluster => Where(cluster.Reference),
        BackupPlanResource plan => [plan.Cluster, plan.Deactivated ? "deactivated" : Rhythm(plan.Schedule), Rules(plan.Retention)],
        RestorePlanResource plan => [plan.BackupPlan, plan.Cluster],
        ScheduleResource schedule => [schedule.BackupPlan, Rhythm(schedule.Schedule)],
        EventRuleResource rule => [string.Join(',', rule.Match.Types), rule.Paused ? $"{Deed(rule.Action)} (paused)" : Deed(rule.Action)],
        _ => [],
    };

    private static string? Deed(EventAction? action) => action switch
    {
        BackupByEvent backup => $"backup by {backup.Plan}",
        RestoreByEvent restore => $"restore by {restore.Plan}",
        TriggerByEvent trigger => $"trigger {trigger.Kind.Singular}/{trigger.Name}",
        RaiseByEvent raise => $"raise {raise.Event} to {raise.Instances}",
        _ => null,
    };

    private static IEnumerable<string?> Where(ClusterReference reference) =>
    [
        reference.Cloud switch
        {
            null when reference.Kubeconfig.Count == 0 => "(in cluster)",
            null => string.Join(':', reference.Kubeconfig),
            AksCluster aks => $"aks {aks.ResourceId[(aks.ResourceId.LastIndexOf('/') + 1)..]}",
            EksCluster eks => $"eks {eks.Region}/{eks.Name}",
            GkeCluster gke => $"gke {gke.Project}/{gke.Location}/{gke.Name}",
            KubeconfigSecret secret => $"{secret.Vault}/secrets/{secret.Secret}",
            _ => null,
        },
        reference.Context,
    ];

    private static string? Rules(RetentionPolicy policy)
    {
        (string Name, int? Count)[] rules =
        [
            ("days", policy.RetainDays), ("last", policy.KeepLast), ("hourly", policy.KeepHourly), ("daily", policy.KeepDaily),
            ("weekly", policy.KeepWeekly), ("monthly", policy.KeepMonthly), ("yearly", policy.KeepYearly), ("locked-days", policy.DeleteLockDays),
        ];
        var said = string.Join(',', rules.Where(rule => rule.Count is > 0).Select(rule => $"{rule.Name}={rule.Count}"));
        return policy.Locked ? $"{said} (locked)" : said;
    }

    private static void WriteSide(TextOutput output, string sign, string field, string? value, Tone tone)
    {
        if (value is not null)
        {
            output.Line($"  {sign} {field}: {value}", tone);
        }
    }

    private static string Title(string kind, string name) => $"{kind.ToLowerInvariant()}/{name}";

    private static string Word(ResourceAction action) => action.ToString().ToLowerInvariant();
}
