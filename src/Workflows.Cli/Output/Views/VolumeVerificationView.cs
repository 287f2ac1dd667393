using Workflows.Cli.Output.Documents;
using Workflows.Cli.Output.Text;

namespace Workflows.Cli.Output.Views;

/// <summary><c>volume verify</c> for people.</summary>
internal static class VolumeVerificationView
{
    public static void Write(TextOutput output, VolumeVerificationDocument document)
    {
        if (document.Ok)
        {
            output.Line(
                $"Volume backup '{document.Name}' is as it was written: {Humanize.Bytes(document.Bytes)} read.", Tone.Good);
            return;
        }

        output.Line(
            $"Volume backup '{document.Name}' is damaged: {Humanize.Plural(document.Damages.Count, "problem")}.", Tone.Bad);
        foreach (var damage in document.Damages)
        {
            output.Line($"  {damage.Where}: {damage.Message}");
        }
    }
}
