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
                document.NotChecked is null
                    ? $"Volume backup '{document.Name}' is as it was written: {Humanize.Bytes(document.Bytes)} read."
                    : $"The stored bytes of volume backup '{document.Name}' are as they were written: {Humanize.Bytes(document.Bytes)} read.",
                Tone.Good);
            WriteNotChecked(output, document);
            return;
        }

        output.Line(
            $"Volume backup '{document.Name}' is damaged: {Humanize.Plural(document.Damages.Count, "problem")}.", Tone.Bad);
        foreach (var damage in document.Damages)
        {
            output.Line($"  {damage.Where}: {damage.Message}");
        }

        WriteNotChecked(output, document);
    }

    private static void WriteNotChecked(TextOutput output, VolumeVerificationDocument document)
    {
        if (document.NotChecked is { } notChecked)
        {
            output.Line(notChecked, Tone.Attention);
        }
    }
}
