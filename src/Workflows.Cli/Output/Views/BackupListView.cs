using Workflows.Cli.Output.Text;

namespace Workflows.Cli.Output.Views;

/// <summary><c>backup get</c> for people.</summary>
internal static class BackupListView
{
    public static void Write(TextOutput output, BackupListDocument document)
    {
        if (document.Backups.Count == 0)
        {
            output.Line($"There are no backups in {document.Store}.");
            return;
        }

        var table = new TextTable(
            new("NAME"), new("PHASE"), new("CREATED"), new("EXPIRES"),
            new("ENCRYPTED"),
            new("OBJECTS", Right: true), new("SIZE", Right: true), new("WARNINGS", Right: true), new("ERRORS", Right: true));
        foreach (var backup in document.Backups)
        {
            table.Add(
                backup.Name,
                PhaseTone.Cell(backup.Phase),
                Cells.Moment(backup.CreatedAt),
                Cells.Moment(backup.ExpiresAt),
                backup.Encrypted is true ? "yes" : Cells.OrDash(backup.Objects is null ? null : "no"),
                Cells.Count(backup.Objects),
                Cells.Bytes(backup.Bytes),
                Cells.Bad(backup.Warnings, Tone.Attention),
                Cells.Bad(backup.Errors, Tone.Bad));
        }

        output.Table(table);
    }
}
