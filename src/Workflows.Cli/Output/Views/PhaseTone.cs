using Workflows.Cli.Output.Text;

namespace Workflows.Cli.Output.Views;

/// <summary>The colours of phases.</summary>
internal static class PhaseTone
{
    public static Tone Of(string phase) => phase switch
    {
        "Completed" => Tone.Good,
        "PartiallyFailed" or BackupDocument.Interrupted => Tone.Attention,
        BackupDocument.Damaged => Tone.Bad,
        _ => Tone.Plain,
    };

    /// <summary>A phase as a cell of a table.</summary>
    public static TextTable.Cell Cell(string phase) => new(phase, Of(phase));
}
