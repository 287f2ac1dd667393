using Workflows.Cli.Output.Documents;
using Workflows.Cli.Output.Text;

namespace Workflows.Cli.Output.Views;

/// <summary><c>key rotate</c> for people.</summary>
internal static class RotationView
{
    public static void Write(TextOutput output, RotationDocument document)
    {
        if (document.Backups.Count == 0)
        {
            output.Line($"There are no encrypted backups in {document.Store}.");
            return;
        }

        var table = new TextTable(new("NAME"), new("OUTCOME"), new("REASON"));
        foreach (var backup in document.Backups)
        {
            table.Add(backup.Name, backup.Outcome, Cells.OrDash(backup.Reason));
        }

        output.Table(table);
    }
}
