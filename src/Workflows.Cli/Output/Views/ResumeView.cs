using Workflows.Cli.Errors;
using Workflows.Cli.Output.Documents;
using Workflows.Cli.Output.Text;

namespace Workflows.Cli.Output.Views;

/// <summary><c>resume</c> for people: each run's own result, one after the other.</summary>
internal static class ResumeView
{
    public static void Write(TextOutput output, ResumeDocument document, IReadOnlyList<Action<TextOutput>> results)
    {
        if (document.Runs.Count == 0)
        {
            output.Line("There is nothing to resume.");
        }

        for (var i = 0; i < results.Count; i++)
        {
            if (i > 0)
            {
                output.Line();
            }

            results[i](output);
        }
    }

    public static void WriteError(TextOutput output, string kind, string name, CliError error) =>
        output.Line($"{kind} '{name}': {error.Message}", Tone.Bad);
}
