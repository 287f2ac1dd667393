using Workflows.Cli.Output.Text;

namespace Workflows.Cli.Output.Views;

/// <summary><c>backup hold</c> and <c>backup release</c> for people.</summary>
internal static class HoldView
{
    public static void Write(TextOutput output, HoldDocument document)
    {
        if (!document.Held)
        {
            output.Line($"Backup '{document.Name}' is under no legal hold any more.");
            return;
        }

        output.Line(
            $"Backup '{document.Name}' is under a legal hold since {Humanize.Moment(document.Since ?? default)}"
            + (document.Reason is { } reason ? $": {reason}" : ""));
        if (document.Note is { } note)
        {
            output.Line(note, Tone.Attention);
        }
    }
}
