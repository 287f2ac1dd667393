using Workflows.Cli.Output.Text;

namespace Workflows.Cli.Output.Views;

/// <summary><c>restore get</c> for people.</summary>
internal static class RestoreListView
{
    public static void Write(TextOutput output, RestoreListDocument document)
    {
        if (document.Restores.Count == 0)
        {
            output.Line($"There are no restores in {document.Store}.");
            return;
        }

        var table = new TextTable(
            new("NAME"), new("PHASE"), new("BACKUP"), new("STARTED"), new("CONTEXT"),
            new("CREATED", Right: true), new("UNCHANGED", Right: true), new("UPDATED", Right: true),
            new("SKIPPED", Right: true), new("FAILED", Right: true), new("DIFFERENT", Right: true));
        foreach (var restore in document.Restores)
        {
            table.Add(
                restore.Name,
                PhaseTone.Cell(restore.Phase),
                Cells.OrDash(restore.Backup),
                Cells.Moment(restore.StartedAt),
                Cells.OrDash(restore.Context),
                Cells.Count(restore.Outcomes?.Created),
                Cells.Count(restore.Outcomes?.Unchanged),
                Cells.Count(restore.Outcomes?.Updated),
                Cells.Count(restore.Outcomes?.Skipped),
                Cells.Bad(restore.Outcomes?.Failed, Tone.Bad),
                Cells.Bad(restore.Different, Tone.Attention));
        }

        output.Table(table);
    }
}
