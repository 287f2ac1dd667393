using Workflows.Cli.Output.Documents;
using Workflows.Cli.Output.Text;

namespace Workflows.Cli.Output.Views;

/// <summary><c>key rotate</c> for people.</summary>
internal static class RotationView
{
    public static void Write(TextOutput output, RotationDocument document)
    {
        if (document.Backups.Count + document.Restores.Count == 0 && document.Volumes is null)
        {
            output.Line($"There are no encrypted backups in {document.Store}.");
            return;
        }

        Write(output, document.Backups);
        if (document.Restores.Count > 0)
        {
            output.Heading("Records of restores");
            Write(output, document.Restores);
        }

        if (document.Volumes is { } volumes)
        {
            output.Heading("Volumes");
            Write(output, volumes);
        }
    }

    private static void Write(TextOutput output, IReadOnlyList<RotatedBackupDocument> rotated)
    {
        if (rotated.Count == 0)
        {
            return;
        }

        var table = new TextTable(new("NAME"), new("OUTCOME"), new("REASON"));
        foreach (var item in rotated)
        {
            table.Add(item.Name, item.Outcome, Cells.OrDash(item.Reason));
        }

        output.Table(table);
    }
}
