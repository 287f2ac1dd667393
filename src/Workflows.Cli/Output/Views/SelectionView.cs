using Workflows.Cli.Output.Text;

namespace Workflows.Cli.Output.Views;

/// <summary>Filters for people; only those that restrict something, but for namespaces and kinds.</summary>
internal static class SelectionView
{
    public static void Write(TextOutput output, SelectionDocument selection)
    {
        output.Field("Namespaces", Words(selection.IncludedNamespaces, selection.ExcludedNamespaces));
        output.Field("Resources", Words(selection.IncludedResources, selection.ExcludedResources));
        if (selection.LabelSelector is { } selector)
        {
            output.Field("Labels", selector);
        }

        if (selection.OrLabelSelectors.Count > 0)
        {
            output.Field("Labels", string.Join(" or ", selection.OrLabelSelectors));
        }

        output.Field("Cluster scope", selection.IncludeClusterResources switch
        {
            true => "all",
            false => "none",
            null => "automatic: all, or what the chosen namespaces need",
        });
    }

    private static string Words(IReadOnlyList<string> included, IReadOnlyList<string> excluded)
    {
        var words = included.Count == 0 ? "all" : string.Join(", ", included);
        return excluded.Count == 0 ? words : $"{words}; not {string.Join(", ", excluded)}";
    }
}
