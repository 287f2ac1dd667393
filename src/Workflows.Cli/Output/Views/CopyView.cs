using Workflows.Cli.Output.Documents;
using Workflows.Cli.Output.Text;

namespace Workflows.Cli.Output.Views;

/// <summary><c>backup copy</c> for people.</summary>
internal static class CopyView
{
    public static void Write(TextOutput output, CopyDocument document)
    {
        if (document.WasThere)
        {
            output.Line($"Backup '{document.Name}' is in {document.To} already; nothing was copied.");
        }
        else
        {
            output.Line(
                $"Copied backup '{document.Name}' to {document.To}: {Humanize.Plural(document.Files, "file")}, {Humanize.Bytes(document.Bytes)}"
                + (document.Volumes > 0 ? $", with the data of {Humanize.Plural(document.Volumes, "claim")}" : "")
                + (document.DirectBytes > 0 ? $"; {Humanize.Bytes(document.DirectBytes)} of it from store to store" : "") + ".");
        }

        if (document.SharedFiles > 0)
        {
            output.Line($"{Humanize.Plural(document.SharedFiles, "file")}, {Humanize.Bytes(document.SharedBytes)}, were there before.");
        }

        if (document.Snapshots is { } snapshots)
        {
            output.Line(
                $"It names {Humanize.Plural(snapshots, "snapshot")} with the storage system, which no copy takes along: such a claim is restored "
                + "from the copy only where that snapshot is, and not after the backup that it is of was deleted.",
                Tone.Attention);
        }
    }
}
