using Workflows.Cli.Output.Text;
using Workflows.Core.Reports;

namespace Workflows.Cli.Output.Views;

/// <summary>Problems for people, errors first.</summary>
internal static class ProblemsView
{
    /// <param name="output">Where to.</param>
    /// <param name="problems">All of them.</param>
    /// <param name="shown">How many are shown.</param>
    /// <param name="rest">The command that shows the rest.</param>
    public static void Write(
        TextOutput output, IReadOnlyList<ProblemDocument> problems, int shown = int.MaxValue, string rest = "")
    {
        if (problems.Count == 0)
        {
            return;
        }

        output.Heading("Problems");
        foreach (var problem in problems.OrderByDescending(problem => problem.Severity).Take(shown))
        {
            var bad = problem.Severity is ProblemSeverity.Error;
            var scope = string.Join('/', new[] { problem.Scope, problem.Namespace }.Where(part => part is not null));
            output.Line(
                $"  {(bad ? "error" : "warning"),-8} {(scope.Length == 0 ? "" : scope + ": ")}{problem.Message}",
                bad ? Tone.Bad : Tone.Attention);
        }

        if (problems.Count > shown)
        {
            output.Line($"  and {Humanize.Count(problems.Count - shown)} more: {rest}");
        }
    }
}
