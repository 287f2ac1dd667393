using Workflows.Cli.Output.Text;
using Workflows.Core.Restores;

namespace Workflows.Cli.Output.Views;

/// <summary>What became of objects, for people.</summary>
internal static class OutcomesView
{
    public static string NameOf(OutcomeDocument item) => string.Join(
        '/', new[] { item.Resource, item.Namespace, item.Name }.Where(part => part is not null));

    public static void Write(TextOutput output, IReadOnlyList<OutcomeDocument> items)
    {
        var table = new TextTable(
            new("OUTCOME"), new("RESOURCE"), new("NAMESPACE"), new("NAME"), new("REASON"));
        foreach (var item in items)
        {
            table.Add(
                new TextTable.Cell(item.Outcome.ToString(), item.Outcome is RestoreOutcome.Failed ? Tone.Bad : Tone.Plain),
                item.Resource,
                Cells.OrDash(item.Namespace),
                item.Name,
                item.Reason ?? "");
        }

        output.Table(table);
    }
}
