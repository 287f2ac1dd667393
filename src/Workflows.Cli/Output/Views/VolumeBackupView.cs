using Workflows.Cli.Output.Documents;
using Workflows.Cli.Output.Text;

namespace Workflows.Cli.Output.Views;

/// <summary><c>volume backup</c> for people.</summary>
internal static class VolumeBackupView
{
    public static void Write(TextOutput output, VolumeBackupDocument document)
    {
        var totals = document.Totals;
        var took = document.CompletedAt - document.StartedAt;
        output.Field("Volume backup", document.Name, Tone.Strong);
        output.Field("Of", document.Source ?? "(encrypted)");
        output.Field("Since", document.Parent ?? (document.Notes is null ? "nothing: it is the first" : "nothing"));
        output.Field("Files", $"{Humanize.Count(totals.Files)} in {Humanize.Plural(totals.Directories, "directory", "directories")}, "
            + $"{Humanize.Bytes(totals.Bytes)}");
        output.Field("Read", $"{Humanize.Bytes(totals.ReadBytes)}{RateOf(totals.ReadBytes, took)}");
        output.Field("New", $"{Humanize.Bytes(totals.NewBytes)}, stored as {Humanize.Bytes(totals.StoredBytes)}");
        output.Field("Took", Humanize.Duration(took));
        foreach (var note in document.Notes ?? [])
        {
            output.Field("Note", note);
        }

        VolumeProblemsView.Write(output, totals.Problems, document.Problems);
    }

    private static string RateOf(long bytes, TimeSpan took) =>
        bytes > 0 && took > TimeSpan.Zero ? $" ({Humanize.Bytes((long)(bytes / took.TotalSeconds))}/s)" : "";
}
