using Workflows.Cli.Output.Text;

namespace Workflows.Cli.Output.Views;

/// <summary>What became of the data of claims, for people.</summary>
internal static class VolumesView
{
    public static void Write(TextOutput output, IReadOnlyList<ArchivedVolumeDocument>? volumes)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (volumes is null)
        {
            return;
        }

        output.Heading("Data of volumes");
        if (volumes.Count == 0)
        {
            output.Line("There was no claim with data.");
            return;
        }

        var table = new TextTable(
            new("NAMESPACE"), new("CLAIM"), new("STATE"), new("SIZE", Right: true), new("STORED", Right: true), new("VOLUME BACKUP"));
        foreach (var volume in volumes)
        {
            table.Add(
                volume.Namespace,
                volume.Claim,
                volume.State,
                Humanize.Bytes(volume.Snapshot?.Bytes ?? volume.Bytes),
                volume.StoredBytes is { } stored ? Humanize.Bytes(stored) : Cells.OrDash(null),
                Cells.OrDash(WhereOf(volume)));
        }

        output.Table(table);
    }

    private static string? WhereOf(ArchivedVolumeDocument volume) =>
        volume.Snapshot is { } snapshot ? $"snapshot {snapshot.Handle}"
        : volume.CopyOf is { } source ? $"that of {source}"
        : volume.Record;
}
