using Workflows.Cli.Output.Documents;
using Workflows.Cli.Output.Text;

namespace Workflows.Cli.Output.Views;

/// <summary><c>backup verify</c> for people.</summary>
internal static class VerificationView
{
    public static void Write(TextOutput output, VerificationDocument document)
    {
        var volumes = document.Volumes is { } data
            ? $"; {Humanize.Plural(data.Count, "volume")}, {Humanize.Bytes(data.Bytes)} read"
            : "";
        var read = $"{Humanize.Plural(document.Objects, "object")}, {Humanize.Bytes(document.Bytes)} read{volumes}";
        if (document.Ok)
        {
            output.Line(
                document.NotChecked is null
                    ? $"Backup '{document.Name}' is as it was written: {read}."
                    : $"The stored bytes of backup '{document.Name}' are as they were written: {Humanize.Bytes(document.Bytes)} read{volumes}.",
                Tone.Good);
            WriteNotChecked(output, document);
            return;
        }

        output.Line(
            $"Backup '{document.Name}' is damaged: {Humanize.Plural(document.Damages.Count, "problem")}; {read}.",
            Tone.Bad);
        foreach (var damage in document.Damages)
        {
            output.Line($"  {damage.Where}: {damage.Message}");
        }

        WriteNotChecked(output, document);
    }

    private static void WriteNotChecked(TextOutput output, VerificationDocument document)
    {
        if (document.NotChecked is { } notChecked)
        {
            output.Line(notChecked, Tone.Attention);
        }
    }
}
