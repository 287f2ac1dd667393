using Workflows.Activities.Clusters;
using Workflows.Core.Backups;
using Workflows.Core.Backups.Planning;
using Workflows.Core.Resources;
using Workflows.Core.Selection;
using Workflows.Kubernetes;

namespace Workflows.Activities.Backups.Capturing;

/// <summary>Which of the objects that the server lists belong to the backup.</summary>
internal sealed class CaptureFilter(ObjectSelection selection, CaptureScope scope)
{
    private readonly LabelFilter labels = new(selection);

    /// <summary>The query of one page of a list.</summary>
    /// <param name="slice">The list.</param>
    /// <param name="revision">The revision to ask for; null reads what is there now.</param>
    /// <param name="continueToken">The token of the page before; null for the first page.</param>
    /// <param name="pageSize">Objects in the page at most.</param>
    public ListQuery Page(CaptureSlice slice, string? revision, string? continueToken, int pageSize) =>
        ExactList.Page(revision, continueToken, pageSize, ServerSelector(slice));

    /// <summary>
    /// What the server filters by. Several selectors of which one must match would be several lists, and an object
    /// in two of them would come twice: then everything is listed and filtered here.
    /// </summary>
    private string? ServerSelector(CaptureSlice slice) =>
        IsSelectedByLabels(slice) && labels.ServerSelectors.Count == 1 ? labels.ServerSelectors[0] : null;

    public bool Includes(CaptureSlice slice, in ObjectHead head) =>
        scope.Includes(slice, head.Namespace, head.Name)
        && BuiltInExclusions.ReasonAgainstBackup(new(slice.Plural, slice.Group), head.Labels) is null
        && (!IsSelectedByLabels(slice) || labels.Matches(head.Labels));

    /// <summary>Namespaces, and objects captured because others need them, are taken whatever their labels.</summary>
    private static bool IsSelectedByLabels(CaptureSlice slice) =>
        !slice.NamedOnly && slice is not { Plural: "namespaces", Group: "" };
}
