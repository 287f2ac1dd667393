using Workflows.Cli.Output.Documents;
using Workflows.Cli.Output.Text;

namespace Workflows.Cli.Output.Views;

/// <summary><c>volume restore</c> for people.</summary>
internal static class VolumeRestoreView
{
    public static void Write(TextOutput output, VolumeRestoreDocument document)
    {
        var unchanged = document.Unchanged == 0 ? "" : $", {Humanize.Count(document.Unchanged)} of them as they were";
        output.Line(
            $"Restored volume backup '{document.Name}' into {document.Path}: "
            + $"{Humanize.Plural(document.Entries, "entry", "entries")}{unchanged}, {Humanize.Bytes(document.Bytes)} written.");
        VolumeProblemsView.Write(output, document.ProblemCount, document.Problems);
    }
}
