using Workflows.Cli.Output.Documents;
using Workflows.Cli.Output.Text;

namespace Workflows.Cli.Output.Views;

/// <summary><c>retention run</c> for people.</summary>
internal static class RetentionView
{
    public static void Write(TextOutput output, RetentionDocument document)
    {
        if (document.Plans.Count == 0)
        {
            output.Line($"There are no backupplans in {document.Store}.");
        }

        foreach (var plan in document.Plans)
        {
            output.Line(document.DryRun
                ? $"backupplan/{plan.Plan}: {Humanize.Plural(plan.Deleted, "backup")} would be deleted, {Humanize.Count(plan.Kept)} kept (dry run)"
                : $"backupplan/{plan.Plan}: {Humanize.Plural(plan.Deleted, "backup")} deleted, {Humanize.Count(plan.Kept)} kept");
            WriteBackups(output, plan.Backups ?? []);
            foreach (var name in plan.Names ?? [])
            {
                output.Line($"  deleted {name}");
            }

            foreach (var failure in plan.NotDeleted ?? [])
            {
                output.Line($"  not deleted {failure.Name}: {failure.Reason}", Tone.Bad);
            }

            foreach (var failure in plan.NotLocked ?? [])
            {
                output.Line($"  not locked by the store {failure.Name}: {failure.Reason}", Tone.Bad);
            }
        }
    }

    private static void WriteBackups(TextOutput output, IReadOnlyList<RetainedBackupDocument> backups)
    {
        if (backups.Count == 0)
        {
            return;
        }

        var table = new TextTable(new("NAME"), new("CREATED"), new("KEPT"), new("WHY"));
        foreach (var backup in backups)
        {
            table.Add(
                backup.Name,
                Cells.Moment(backup.CreatedAt),
                new TextTable.Cell(backup.Keep ? "yes" : "no", backup.Keep ? Tone.Plain : Tone.Attention),
                backup.Reason);
        }

        output.Table(table);
    }
}
