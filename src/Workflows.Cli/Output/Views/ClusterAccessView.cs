using Workflows.Cli.Output.Documents;
using Workflows.Cli.Output.Text;

namespace Workflows.Cli.Output.Views;

/// <summary><c>cluster check</c> for people.</summary>
internal static class ClusterAccessView
{
    public static void Write(TextOutput output, ClusterAccessDocument document)
    {
        output.Line($"{document.Cluster ?? document.Context ?? "The cluster"} answers: Kubernetes {document.ServerVersion}.");
        foreach (var group in document.BrokenGroups)
        {
            output.Line($"API group {group} does not answer: what it serves can't be told.", Tone.Attention);
        }

        foreach (var task in document.Tasks)
        {
            if (task.Ok)
            {
                output.Line($"{task.Task}: allowed.", Tone.Good);
                continue;
            }

            output.Line($"{task.Task}: {task.Missing.Count} of {Humanize.Plural(task.Rights, "right")} missing.", Tone.Bad);
            foreach (var verb in task.Missing.GroupBy(missing => (missing.Verb, missing.Namespace)))
            {
                var where = verb.Key.Namespace is null ? "" : $" in {verb.Key.Namespace}";
                output.Line($"  {verb.Key.Verb}{where}: {string.Join(", ", verb.Select(NameOf))}");
            }
        }
    }

    private static string NameOf(MissingRightDocument missing) =>
        missing.Subresource is null ? missing.Resource : $"{missing.Resource}/{missing.Subresource}";
}
