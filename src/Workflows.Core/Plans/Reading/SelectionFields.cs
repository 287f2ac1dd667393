using Workflows.Core.Selection;

namespace Workflows.Core.Plans.Reading;

/// <summary>How a selection is written: Velero's words.</summary>
internal static class SelectionFields
{
    public static ObjectSelection Read(FieldReader fields)
    {
        ObjectSelection selection = new()
        {
            IncludedNamespaces = fields.Texts("includedNamespaces", "Names or patterns. Default: every namespace."),
            ExcludedNamespaces = fields.Texts("excludedNamespaces", "Names or patterns of namespaces to leave out."),
            IncludedResources = fields.Texts("includedResources", "Resources, such as deployments.apps. Default: every resource."),
            ExcludedResources = fields.Texts("excludedResources", "Resources to leave out."),
            LabelSelector = fields.Text("labelSelector", "What labels must match, as kubectl writes it."),
            OrLabelSelectors = fields.Texts("orLabelSelectors", "Selectors of which one must match."),
            IncludeClusterResources = fields.Flag(
                "includeClusterResources", "Whether objects of the cluster are taken. Default: those that the namespaces need."),
        };
        fields.Report(null, selection.Validate());
        return selection;
    }
}
