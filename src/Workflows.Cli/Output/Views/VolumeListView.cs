using Workflows.Cli.Output.Documents;
using Workflows.Cli.Output.Text;

namespace Workflows.Cli.Output.Views;

/// <summary><c>volume get</c> for people.</summary>
internal static class VolumeListView
{
    public static void Write(TextOutput output, VolumeListDocument document)
    {
        if (document.Volumes.Count == 0)
        {
            output.Line($"There are no volume backups in {document.Store}.");
            return;
        }

        var table = new TextTable(
            new("NAME"), new("SOURCE"), new("CREATED"), new("PARENT"),
            new("FILES", Right: true), new("SIZE", Right: true), new("ADDED", Right: true), new("PROBLEMS", Right: true));
        foreach (var volume in document.Volumes)
        {
            table.Add(
                volume.Name,
                volume.Source ?? "(encrypted)",
                Cells.Moment(volume.CompletedAt),
                volume.Parent ?? "",
                Cells.Count(volume.Totals.Files),
                Cells.Bytes(volume.Totals.Bytes),
                Cells.Bytes(volume.Totals.StoredBytes),
                Cells.Bad(volume.Totals.Problems, Tone.Bad));
        }

        output.Table(table);
    }
}
