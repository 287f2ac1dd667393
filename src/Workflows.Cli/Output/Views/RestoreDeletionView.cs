using Workflows.Cli.Output.Text;

namespace Workflows.Cli.Output.Views;

/// <summary><c>restore delete</c> for people.</summary>
internal static class RestoreDeletionView
{
    public static void Write(TextOutput output, DeletionDocument document) => output.Line(
        (document.Deleted ? $"Deleted the record of restore '{document.Name}'." : $"Gave up restore '{document.Name}'.")
        + (document is { Deleted: true, AbandonedRun: true } ? " Its interrupted run was given up too." : "")
        + " What it restored stays in the cluster.");
}
