using Workflows.Cli.Output.Text;
using Workflows.Volumes.Manifests;

namespace Workflows.Cli.Output.Views;

/// <summary>What is not as it should be in a volume, for people.</summary>
internal static class VolumeProblemsView
{
    private const int Shown = 20;

    public static void Write(TextOutput output, long count, IReadOnlyList<VolumeProblem> problems)
    {
        if (count == 0)
        {
            return;
        }

        output.Heading($"{Humanize.Plural(count, "problem")}:");
        foreach (var problem in problems.Take(Shown))
        {
            output.Line($"  {problem.Path}: {problem.Message}", Tone.Bad);
        }

        if (count > Shown)
        {
            output.Line($"  and {Humanize.Count(count - Shown)} more; -o json names up to {Humanize.Count(problems.Count)}.");
        }
    }
}
