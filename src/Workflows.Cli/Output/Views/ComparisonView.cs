using Workflows.Cli.Output.Documents;
using Workflows.Cli.Output.Text;

namespace Workflows.Cli.Output.Views;

/// <summary><c>backup compare</c> for people.</summary>
internal static class ComparisonView
{
    public static void Write(TextOutput output, ComparisonDocument document)
    {
        var compared = Humanize.Plural(document.Compared, "object");
        var left = document.NotCompared == 0
            ? ""
            : $" {Humanize.Count(document.NotCompared)} more are left out of restores and were not compared.";
        if (document.Equal)
        {
            output.Line($"Equal: {compared} compared with backup '{document.Backup}', none differs.{left}", Tone.Good);
            return;
        }

        output.Line(
            $"Different: of {compared} compared with backup '{document.Backup}', "
            + $"{Humanize.Count(document.Different)} {(document.Different == 1 ? "is" : "are")} not as archived.{left}",
            Tone.Attention);
        foreach (var difference in document.Differences)
        {
            WriteOne(output, difference);
        }

        if (document.Different > document.Differences.Count)
        {
            output.Line($"and {Humanize.Count(document.Different - document.Differences.Count)} more");
        }
    }

    private static void WriteOne(TextOutput output, DifferenceDocument difference)
    {
        var name = string.Join(
            '/', new[] { difference.Resource, difference.Namespace, difference.Name }.Where(part => part is not null));
        output.Line($"  {name}{(difference.Missing ? ": missing" : "")}");
        foreach (var field in difference.Fields)
        {
            output.Line($"    {field}");
        }
    }
}
